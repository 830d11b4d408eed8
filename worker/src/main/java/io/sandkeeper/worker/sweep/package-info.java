/**
 * Compares what exists at the providers with what we know: strays go, and what a provider did by
 * itself is noticed.
 */
@NullMarked
package io.sandkeeper.worker.sweep;

import org.jspecify.annotations.NullMarked;
