package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;

/** Takes one topic's events in. */
@FunctionalInterface
interface Taker {
    /**
     * @param pending is told of everything that must be done before the offsets are committed
     */
    Batch begin(List<ConsumerRecord<byte[], byte[]>> records, Pending pending);

    interface Batch {
        /** Looks at an event; returns false when it is none of this topic's. */
        boolean add(ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope);

        /** Takes in what was added. */
        void take();
    }
}
