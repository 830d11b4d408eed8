/** Passes an HTTP exchange, or a bare connection, on to somebody who listens elsewhere. */
@NullMarked
package io.sandkeeper.sandboxserver.relay;

import org.jspecify.annotations.NullMarked;
