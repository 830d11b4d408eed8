/** The port to the clouds that run sandboxes. */
@NullMarked
package io.sandkeeper.worker.provider;

import org.jspecify.annotations.NullMarked;
