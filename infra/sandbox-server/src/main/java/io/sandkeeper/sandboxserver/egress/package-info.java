/** The only way out of a sandbox: a forward proxy on its own loopback, and what it lets through. */
@NullMarked
package io.sandkeeper.sandboxserver.egress;

import org.jspecify.annotations.NullMarked;
