/** Puts notices into the words of the event contract. */
@NullMarked
package io.sandkeeper.worker.herald;

import org.jspecify.annotations.NullMarked;
