/** Understands the events of the contract as signals. */
@NullMarked
package io.sandkeeper.worker.intake;

import org.jspecify.annotations.NullMarked;
