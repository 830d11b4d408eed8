/** What all that talk to Kafka share. Only packages named {@code kafka} use it. */
@NullMarked
package io.sandkeeper.worker.kafka;

import org.jspecify.annotations.NullMarked;
