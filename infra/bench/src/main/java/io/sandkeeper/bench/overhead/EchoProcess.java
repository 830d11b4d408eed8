package io.sandkeeper.bench.overhead;

import io.sandkeeper.bench.stage.Wire;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends back what it gets: the least that anything between two topics can take. */
public final class EchoProcess {
    static final String IN = "bench.echo.in";
    static final String OUT = "bench.echo.out";

    private EchoProcess() {}

    /** Takes the wire's port and the servers. */
    public static void main(String[] words) throws Exception {
        try (var wire = Wire.to(Integer.parseInt(words[0]))) {
            Thread.ofPlatform().daemon().start(() -> echo(words[1]));
            wire.say("ready");
            wire.await("end");
        }
        System.exit(0);
    }

    private static void echo(String servers) {
        var reading =
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.GROUP_ID_CONFIG, "echo",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var writing =
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0);
        try (var consumer =
                        new KafkaConsumer<>(
                                reading, new StringDeserializer(), new ByteArrayDeserializer());
                var producer =
                        new KafkaProducer<>(
                                writing, new StringSerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(IN));
            while (true) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var _ = producer.send(new ProducerRecord<>(OUT, record.key(), record.value()));
                }
            }
        }
    }
}
