/** Takes them from Kafka. */
@NullMarked
package io.sandkeeper.worker.intake.kafka;

import org.jspecify.annotations.NullMarked;
