package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.operation.RealHands;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.session.State;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class OutageTest {
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicReference<@Nullable RealHands> hands = new AtomicReference<>();
    private final World world =
            new World(
                    7,
                    3,
                    Limits.DEFAULT,
                    (session, operation) ->
                            Objects.requireNonNull(hands.get()).run(session, operation));
    private final FakeCloud cloud = new FakeCloud(world.clock);
    private final FakeProvider provider =
            new FakeProvider(cloud)
                    .weather(
                            errand ->
                                    down.get() && errand == Errand.CREATE
                                            ? Fate.REFUSED
                                            : Fate.FINE);

    OutageTest() {
        hands.set(new RealHands(provider, "fleet", world.clock));
    }

    private void request(int count) {
        for (var i = 0; i < count; i++) {
            world.request(0);
        }
    }

    @Test
    void with_500_waiting_fails_nobody_and_lets_them_go_in_order_at_a_growing_pace() {
        down.set(true);
        request(20);
        world.steps(Duration.ofSeconds(5));
        var askedBefore = provider.errands(Errand.CREATE);
        request(500);
        world.steps(Duration.ofSeconds(100));

        assertThat(provider.errands(Errand.CREATE) - askedBefore)
                .as("calls while it is down: the probe after 60 s, and no other")
                .isLessThanOrEqualTo(2);
        assertThat(world.states()).doesNotContainKey(State.Name.FAILED);
        assertThat(world.states().get(State.Name.QUEUED)).isGreaterThanOrEqualTo(499);

        down.set(false);
        var called = callsFromNowOn();
        for (var left = 0; left < 600 && !allRun(); left++) {
            world.steps(Duration.ofSeconds(1));
        }

        assertThat(world.states().keySet()).isEqualTo(Set.of(State.Name.RUNNING));
        assertThat(cloud.live()).hasSize(520);
        assertThat(cloud.made()).isEqualTo(520);
        var perSecond = new int[20];
        for (var at : called) {
            perSecond[(int) Math.min(19, Duration.between(called.getFirst(), at).toSeconds())]++;
        }
        assertThat(perSecond[1]).isLessThanOrEqualTo(4);
        assertThat(perSecond[3]).isLessThanOrEqualTo(16);
        assertThat(perSecond[5]).isGreaterThan(perSecond[3]);
        assertThat(world.news)
                .filteredOn(News.BreakerChanged.class::isInstance)
                .extracting(news -> ((News.BreakerChanged) news).state())
                .containsSubsequence(
                        News.Breaker.OPEN,
                        News.Breaker.HALF_OPEN,
                        News.Breaker.OPEN,
                        News.Breaker.HALF_OPEN,
                        News.Breaker.CLOSED);
        assertThat(world.news)
                .filteredOn(News.QueueReported.class::isInstance)
                .extracting(news -> ((News.QueueReported) news).waiting())
                .contains(500)
                .endsWith(0);
        assertThat(reports()).as("one of three workers reports, once a second").isBetween(100, 160);
    }

    @Test
    void that_met_300_calls_under_way_lets_their_retries_go_at_a_growing_pace_too() {
        var called = callsFromNowOn();
        down.set(true);
        request(300);
        world.steps(Duration.ofSeconds(20));
        assertThat(called).as("each failed once, and the breaker opened").hasSizeBetween(300, 310);

        down.set(false);
        var back = called.size();
        for (var left = 0; left < 300 && !allRun(); left++) {
            world.steps(Duration.ofSeconds(1));
        }

        assertThat(world.states()).isEqualTo(Map.of(State.Name.RUNNING, 300L));
        assertThat(cloud.made()).isEqualTo(300);
        var first = called.get(back);
        var inFirst =
                called.stream()
                        .filter(at -> !at.isBefore(first))
                        .filter(at -> at.isBefore(first.plusSeconds(4)))
                        .count();
        assertThat(inFirst).as("of 300, in the first 4 s").isBetween(1L, 40L);
    }

    private List<Instant> callsFromNowOn() {
        var called = new ArrayList<Instant>();
        provider.gate(
                new io.sandkeeper.worker.provider.Gate() {
                    @Override
                    public void before(Errand errand) {
                        if (errand == Errand.CREATE) {
                            called.add(world.clock.instant());
                        }
                    }
                });
        return called;
    }

    private int reports() {
        return (int) world.news.stream().filter(News.QueueReported.class::isInstance).count();
    }

    private boolean allRun() {
        return world.states().keySet().equals(Set.of(State.Name.RUNNING));
    }
}
