/** The parts of the local stack: how each is started, recognised as ready, and stopped. */
@NullMarked
package io.sandkeeper.local.stack;

import org.jspecify.annotations.NullMarked;
