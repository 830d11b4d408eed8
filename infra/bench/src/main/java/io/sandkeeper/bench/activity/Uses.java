package io.sandkeeper.bench.activity;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.net.URI;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Clicks and keystrokes of many people at once, in no order. */
final class Uses {
    private static final URI SOURCE = URI.create("/sandkeeper/bench");

    private Uses() {}

    static String session(int number) {
        return "active-" + number;
    }

    /** The same seed gives the same people. */
    static Stream<ProducerRecord<String, byte[]>> of(int sessions, int events, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, events).mapToObj(_ -> use(random.nextInt(sessions)));
    }

    private static ProducerRecord<String, byte[]> use(int session) {
        return EventCodec.encode(
                new Envelope<>(
                        new EventId(UUID.randomUUID().toString()),
                        SOURCE,
                        Instant.now(),
                        null,
                        new SandboxUse.Activity(new SessionId(session(session)), null, "edit")));
    }
}
