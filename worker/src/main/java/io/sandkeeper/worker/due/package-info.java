/** Time: what is due is found, in this worker by its own alarms, and in the store by looking. */
@NullMarked
package io.sandkeeper.worker.due;

import org.jspecify.annotations.NullMarked;
