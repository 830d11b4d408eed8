package io.sandkeeper.worker.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.PlatformNotice;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

@Timeout(20)
class KafkaPlatformTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final LaneId LANE =
            new LaneId("e2b", Optional.of("eu"), LaneId.Operation.CREATE);
    private static final LaneId ANYWHERE =
            new LaneId("e2b", Optional.empty(), LaneId.Operation.ANY);

    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void every_kind_of_news_is_a_valid_event_under_its_lane() {
        var news = everyKind();

        tell(news);

        assertThat(news.stream().map(Object::getClass).distinct())
                .hasSize(News.class.getPermittedSubclasses().length);
        assertThat(broker.history()).hasSameSizeAs(news);
        for (var record : broker.history()) {
            assertThat(record.topic()).isEqualTo(Topic.PLATFORM.topicName());
            assertThat(record.key()).isIn("e2b/eu/create", "e2b/-/any", "eu", "default");
            assertThat(decoded(record)).isInstanceOf(PlatformNotice.class);
        }
    }

    @Test
    void the_facts_arrive_as_they_were_told() {
        tell(
                List.of(
                        new News.BreakerChanged(
                                LANE,
                                News.Breaker.OPEN,
                                NOW,
                                "5 failures in a row",
                                Optional.of(NOW.plusSeconds(60)))));

        assertThat(decoded(broker.history().getFirst()))
                .isInstanceOfSatisfying(
                        PlatformNotice.BreakerChanged.class,
                        told -> {
                            assertThat(told.lane().name()).isEqualTo(LANE.toString());
                            assertThat(told.state()).isEqualTo(PlatformNotice.Breaker.OPEN);
                            assertThat(told.since()).isEqualTo(NOW);
                            assertThat(told.reason()).isEqualTo("5 failures in a row");
                            assertThat(told.probeAt()).isEqualTo(NOW.plusSeconds(60));
                        });
    }

    @Test
    void no_two_notices_have_the_same_id() {
        var same = new News.StrayKilled(LANE, new SandboxId("box-1"), NOW);

        tell(List.of(same, same, same));

        var ids = new HashSet<String>();
        broker.history()
                .forEach(
                        record ->
                                ids.add(
                                        new String(
                                                record.headers().lastHeader("ce_id").value(),
                                                UTF_8)));
        assertThat(ids).hasSize(3);
    }

    @Test
    void prose_that_is_too_long_for_the_contract_is_cut() {
        tell(
                List.of(
                        new News.BreakerChanged(
                                LANE,
                                News.Breaker.CLOSED,
                                NOW,
                                "😀".repeat(700),
                                Optional.empty())));

        assertThat(decoded(broker.history().getFirst()))
                .isInstanceOf(PlatformNotice.BreakerChanged.class);
    }

    @Test
    void a_broker_that_blocks_blocks_no_teller() {
        var stuck = new CountDownLatch(1);
        var clogged = new CloggedProducer(stuck);
        var platform = new KafkaPlatform(clogged, () -> NOW);

        IntStream.range(0, 5_000)
                .forEach(_ -> platform.tell(new News.StrayKilled(LANE, new SandboxId("b"), NOW)));

        stuck.countDown();
        platform.close();
        assertThat(clogged.sent()).isBetween(1_000, 1_001);
    }

    @Test
    void a_producer_that_fails_fails_no_teller() {
        broker.sendException = new IllegalStateException("broken");

        tell(everyKind());

        assertThat(broker.history()).isEmpty();
    }

    @Test
    void what_is_told_after_the_end_is_dropped() {
        var platform = new KafkaPlatform(broker, () -> NOW);
        platform.close();

        platform.tell(new News.StrayKilled(LANE, new SandboxId("b"), NOW));

        assertThat(broker.history()).isEmpty();
    }

    private void tell(List<News> news) {
        try (var platform = new KafkaPlatform(broker, () -> NOW)) {
            news.forEach(platform::tell);
        }
    }

    private static List<News> everyKind() {
        return List.of(
                new News.BreakerChanged(
                        LANE, News.Breaker.HALF_OPEN, NOW, "a probe", Optional.empty()),
                new News.QueueReported(
                        LANE, 17, 3, new BigDecimal("12.5"), Optional.of(Duration.ofSeconds(9))),
                new News.BudgetWarned(LANE, NOW, Duration.ofMinutes(1), 90, 100),
                new News.KeyRefused(ANYWHERE, 401, NOW, "the key is refused", "set E2B_API_KEY"),
                new News.KillUnconfirmed(
                        LANE,
                        Optional.of(new SessionId("s-1")),
                        Optional.of(new SandboxId("box-1")),
                        NOW),
                new News.StrayKilled(LANE, new SandboxId("box-2"), NOW),
                new News.RegionChanged(LANE, News.Condition.DOWN, NOW, "nothing answers"),
                new News.RegionChanged(ANYWHERE, News.Condition.UP, NOW, "most answer again"));
    }

    private static Object decoded(ProducerRecord<String, byte[]> record) {
        return switch (EventCodec.decode(Topic.PLATFORM, record.headers(), record.value())) {
            case Decoded.Accepted(var envelope) -> envelope.data();
            case Decoded.Rejected(var rejection) -> rejection;
        };
    }
}
