/** Who is alive in the fleet: each worker beats in the store, and the others watch. */
@NullMarked
package io.sandkeeper.worker.fleet;

import org.jspecify.annotations.NullMarked;
