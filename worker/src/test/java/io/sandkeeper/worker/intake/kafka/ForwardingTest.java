package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ForwardingTest {
    private static final String SESSION = "s-forwarded";
    private static final SessionId ID = new SessionId(SESSION);

    private static TopicWatch.Seen among(int partitions) {
        return new TopicWatch.Seen("id", partitions);
    }

    private static Optional<ProducerRecord<byte[], byte[]>> forward(
            ConsumerRecord<byte[], byte[]> record, int partitions) {
        return Forwarding.of(record, ID, among(partitions));
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 7, 64, 100})
    void who_is_where_it_belongs_stays_and_every_other_is_sent_there(int partitions) {
        int place = Events.place(SESSION, partitions);
        for (int partition = 0; partition < partitions; partition++) {
            var forwarded =
                    forward(Events.at(partition, 5, Events.pause(SESSION, "e")), partitions);

            assertThat(forwarded.map(ProducerRecord::partition))
                    .isEqualTo(partition == place ? Optional.empty() : Optional.of(place));
        }
    }

    @Test
    void it_keeps_event_value_and_time_and_says_where_it_came_from() {
        int wrong = (Events.place(SESSION, 4) + 1) % 4;
        var original = Events.to(wrong, null, Events.pause(SESSION, "e-1"));

        var forwarded = forward(Events.at(wrong, 17, original), 4).orElseThrow();

        assertThat(forwarded.key()).isEqualTo(SESSION.getBytes(StandardCharsets.UTF_8));
        assertThat(forwarded.value()).isEqualTo(original.value());
        assertThat(forwarded.timestamp()).isEqualTo(Events.NOW.toEpochMilli());
        assertThat(forwarded.headers()).containsAll(original.headers());
        assertThat(text(forwarded.headers(), "sandkeeper-forwarded-from"))
                .isEqualTo("sandkeeper.requests/id/%d@17".formatted(wrong));
        assertThat(text(forwarded.headers(), "sandkeeper-forwarded-among")).isEqualTo("4");
    }

    @Test
    void two_workers_that_see_different_numbers_of_partitions_do_not_play_ping_pong() {
        var session = new SessionId(Events.sessionOn(7, 8, "s-"));
        var here = Events.at(0, 1, Events.pause(session.value(), "e"));

        var first = Forwarding.of(here, session, among(4)).orElseThrow();
        assertThat(first.partition()).isEqualTo(3);
        var second = Forwarding.of(Events.at(3, 1, first), session, among(8)).orElseThrow();
        assertThat(second.partition()).isEqualTo(7);

        assertThat(Forwarding.of(Events.at(7, 1, second), session, among(4))).isEmpty();
        assertThat(Forwarding.of(Events.at(7, 1, second), session, among(6))).isEmpty();
        assertThat(Forwarding.of(Events.at(7, 1, second), session, among(8))).isEmpty();
        assertThat(text(second.headers(), Forwarding.FROM)).isEqualTo("sandkeeper.requests/id/0@1");
    }

    @Test
    void a_header_that_somebody_else_wrote_does_not_stop_it() {
        int wrong = (Events.place(SESSION, 4) + 1) % 4;
        var record = Events.pause(SESSION, "e");
        record.headers().add(Forwarding.AMONG, "many".getBytes(StandardCharsets.UTF_8));

        var forwarded = forward(Events.at(wrong, 1, record), 4).orElseThrow();

        assertThat(forwarded.headers().headers(Forwarding.AMONG)).hasSize(1);
    }

    @Test
    void one_that_has_no_room_for_our_headers_is_taken_in_where_it_is() {
        int wrong = (Events.place(SESSION, 4) + 1) % 4;
        var full = Events.pause(SESSION, "e");
        full.headers().add("padding", new byte[2 * 1024 * 1024 - 600]);

        assertThat(forward(Events.at(wrong, 1, full), 4)).isEmpty();
    }
}
