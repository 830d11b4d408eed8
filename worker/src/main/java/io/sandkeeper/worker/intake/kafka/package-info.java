/**
 * Takes them from Kafka: {@link KafkaIntake}. A poll's records are decoded, taken in and waited for
 * ({@link Listener}), by {@link RequestTaker} or {@link ActivityTaker}; only then is their offset
 * committed.
 */
@NullMarked
package io.sandkeeper.worker.intake.kafka;

import org.jspecify.annotations.NullMarked;
