package io.sandkeeper.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The weather does what its names say; simulations stand on it. */
final class FakeProviderTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SteppedClock clock = new SteppedClock();
    private final FakeCloud cloud = new FakeCloud(clock);
    private final FakeProvider provider = new FakeProvider(cloud);

    @Test
    void an_answer_lost_after_the_work_leaves_a_sandbox() {
        provider.weather(Weather.first(Errand.CREATE, Fate.LOST_AFTER));

        assertThat(provider.create(order("1", false)))
                .isEqualTo(new Answer.Failed<>(new Failure.Unknown("no answer")));
        assertThat(cloud.live()).hasSize(1);
    }

    @Test
    void an_answer_lost_before_the_work_leaves_none() {
        provider.weather(Weather.first(Errand.CREATE, Fate.LOST_BEFORE, Fate.REFUSED));

        assertThat(provider.create(order("1", false)))
                .isEqualTo(new Answer.Failed<>(new Failure.Unknown("no answer")));
        assertThat(provider.create(order("1", false)))
                .isEqualTo(new Answer.Failed<>(new Failure.Transient("refused")));
        assertThat(cloud.made()).isZero();
    }

    @Test
    void a_latecomer_appears_some_errands_later() {
        provider.weather(Weather.first(Errand.CREATE, Fate.LATE));
        provider.create(order("1", false));

        for (var i = 0; i < 4; i++) {
            assertThat(provider.find(Map.of("n", "1"))).isEqualTo(new Answer.Done<>(List.of()));
        }
        provider.find(Map.of("n", "1"));

        assertThat(cloud.live()).hasSize(1);
    }

    @Test
    void a_latecomer_can_be_made_to_appear() {
        provider.weather(Weather.first(Errand.CREATE, Fate.LATE));
        provider.create(order("1", false));

        provider.landLatecomers();

        assertThat(cloud.live()).hasSize(1);
    }

    @Test
    void a_zombie_is_there_and_does_not_answer() {
        provider.weather(Weather.first(Errand.CREATE, Fate.ZOMBIE));

        var zombie = make("1", false);

        assertThat(provider.daemon(zombie).run("true", Map.of(), HOUR))
                .isInstanceOf(Answer.Failed.class);
        assertThat(cloud.live()).hasSize(1);
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        var one = Weather.seeded(7, 50);
        var two = Weather.seeded(7, 50);

        assertThat(Stream.generate(() -> one.next(Errand.KILL)).limit(200))
                .containsExactlyElementsOf(
                        Stream.generate(() -> two.next(Errand.KILL)).limit(200).toList())
                .contains(Fate.values());
    }

    @Test
    void a_caller_that_crashes_before_the_answer_leaves_a_sandbox() {
        provider.gate(
                new Gate() {
                    @Override
                    public void after(Errand errand) {
                        throw new IllegalStateException("crash");
                    }
                });

        assertThatThrownBy(() -> provider.create(order("1", false)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(cloud.live()).hasSize(1);
    }

    @Test
    void a_full_account_is_a_limit_without_a_time() {
        cloud.slots(1);
        var first = make("1", false);

        assertThat(provider.create(order("2", false)))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.Limited.class));
        provider.pause(first.sandbox());
        assertThat(provider.create(order("2", false))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void a_key_that_is_recognised_makes_one_sandbox() {
        cloud.recognisingKeys();

        assertThat(make("1", false)).isEqualTo(make("1", false));
        assertThat(cloud.made()).isEqualTo(1);
    }

    @Test
    void time_ends_a_sandbox_or_pauses_it() {
        var ends = make("1", false);
        var sleeps = make("2", true);

        clock.step(HOUR);

        assertThat(cloud.live())
                .extracting(Seen::sandbox, Seen::condition)
                .containsExactly(tuple(sleeps.sandbox(), Condition.PAUSED));
        assertThat(provider.look(ends.sandbox())).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void a_cloud_that_refuses_the_automatic_pause_says_so_and_keeps_to_it() {
        cloud.refusingAutoPause();

        assertThat(make("1", true).autoPauseRefused()).isTrue();
        clock.step(HOUR);
        assertThat(cloud.live()).isEmpty();
    }

    @Test
    void errands_are_counted_whatever_becomes_of_them() {
        provider.weather(Weather.first(Errand.KILL, Fate.LIMITED));

        provider.kill(new SandboxId("one"));
        provider.kill(new SandboxId("one"));

        assertThat(provider.errands(Errand.KILL)).isEqualTo(2);
        assertThat(provider.errands(Errand.LOOK)).isZero();
    }

    private Made make(String name, boolean autoPause) {
        var answer = provider.create(order(name, autoPause));
        if (answer instanceof Answer.Done<Made>(var made)) {
            return made;
        }
        throw new AssertionError("not made: " + answer);
    }

    private static Order order(String name, boolean autoPause) {
        return new Order("base", HOUR, Map.of("n", name), Map.of(), "key" + name, autoPause);
    }
}
