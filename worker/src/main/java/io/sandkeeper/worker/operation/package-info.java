/**
 * What is done for sessions at providers: each operation runs to an outcome, and the outcome is a
 * signal.
 */
@NullMarked
package io.sandkeeper.worker.operation;

import org.jspecify.annotations.NullMarked;
