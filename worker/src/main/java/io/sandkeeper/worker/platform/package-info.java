/** News about the fleet and its providers, for whoever watches; not about one session's life. */
@NullMarked
package io.sandkeeper.worker.platform;

import org.jspecify.annotations.NullMarked;
