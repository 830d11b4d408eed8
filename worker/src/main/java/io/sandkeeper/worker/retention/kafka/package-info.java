/** What Kafka has to do with forgetting. */
@NullMarked
package io.sandkeeper.worker.retention.kafka;

import org.jspecify.annotations.NullMarked;
