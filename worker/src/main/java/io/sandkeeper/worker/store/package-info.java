/**
 * The port to where sessions are kept: one document each, written by compare-and-set on its
 * version.
 */
@NullMarked
package io.sandkeeper.worker.store;

import org.jspecify.annotations.NullMarked;
