/** Publishes the news on Kafka. */
@NullMarked
package io.sandkeeper.worker.platform.kafka;

import org.jspecify.annotations.NullMarked;
