/** Publishes them on Kafka. */
@NullMarked
package io.sandkeeper.worker.herald.kafka;

import org.jspecify.annotations.NullMarked;
