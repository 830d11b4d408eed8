/** Looks after running sessions: whether their sandboxes are well, and what is wrong if not. */
@NullMarked
package io.sandkeeper.worker.monitor;

import org.jspecify.annotations.NullMarked;
