package io.sandkeeper.bench.intake;

import com.mongodb.client.MongoClients;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.sandkeeper.bench.stage.Calls;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

import java.util.List;
import java.util.function.Supplier;

/** Confluent's parallel-consumer, in order by key, a thousand at once. */
final class Parallel {
    private static final int AT_ONCE = 1_000;

    private Parallel() {}

    private interface Work {
        void on(ConsumerRecord<String, byte[]> record, Calls calls) throws InterruptedException;
    }

    /** Calls and nothing else. */
    static AutoCloseable start(Place place, Supplier<Calls> calls) {
        var processor = processor(place, calls, (record, book) -> book.make(record.key()));
        return processor::closeDrainFirst;
    }

    /** An insert before the call and an update after it, each durable before it goes on. */
    static AutoCloseable startWriting(Place place, Supplier<Calls> calls) {
        var client = MongoClients.create(SameWrites.settings(place.storeUri()));
        var writes = new SameWrites(client.getDatabase(place.database()));
        var processor =
                processor(
                        place,
                        calls,
                        (record, book) -> {
                            writes.accepted(record);
                            book.make(record.key());
                            writes.done(record);
                        });
        return () -> {
            processor.closeDrainFirst();
            client.close();
        };
    }

    private static ParallelStreamProcessor<String, byte[]> processor(
            Place place, Supplier<Calls> calls, Work work) {
        var options =
                ParallelConsumerOptions.<String, byte[]>builder()
                        .ordering(ProcessingOrder.KEY)
                        .maxConcurrency(AT_ONCE)
                        .consumer(new KafkaConsumer<>(Consuming.at(place)))
                        .build();
        var processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(Topic.REQUESTS.topicName()));
        processor.poll(context -> run(work, context.getSingleConsumerRecord(), calls.get()));
        return processor;
    }

    private static void run(Work work, ConsumerRecord<String, byte[]> record, Calls calls) {
        try {
            calls.inOrder(record.key(), record.offset());
            work.on(record, calls);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
