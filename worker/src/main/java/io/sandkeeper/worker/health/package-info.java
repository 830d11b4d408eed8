/** Whether this worker is alive and ready, as an orchestrator asks it. */
@NullMarked
package io.sandkeeper.worker.health;

import org.jspecify.annotations.NullMarked;
