/**
 * The one way in: whoever has a signal for a session, passes it here, and knows when what it
 * decided is durable.
 */
@NullMarked
package io.sandkeeper.worker.door;

import org.jspecify.annotations.NullMarked;
