package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker that lost its lease in the middle of an operation. */
class LeasedTest {
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Operation.Lease LEASE = new Operation.Lease("w", Instant.EPOCH);

    private final FakeCloud cloud = new FakeCloud(new SteppedClock());
    private boolean inTime = true;
    private final OneLease standing = new OneLease();
    private final Provider leased =
            new Guarded(
                    cloud,
                    new Leased(
                            new Operation(
                                    Operation.Kind.CREATE,
                                    1,
                                    1,
                                    1,
                                    0,
                                    false,
                                    0,
                                    Instant.EPOCH,
                                    Optional.of(LEASE)),
                            standing,
                            () -> inTime));

    @Test
    void neither_makes_a_sandbox_nor_touches_one() {
        var order = new Provider.Order("base", LONG, Map.of(), Map.of(), "key", true);
        assertThat(leased.create(order)).isInstanceOf(Answer.Done.class);
        var made = ((Answer.Done<Provider.Made>) leased.create(order)).value();
        var before = cloud.live();

        standing.held = false;

        var daemon = leased.daemon(made);
        var id = made.sandbox();
        assertThat(
                        List.<Answer<?>>of(
                                leased.create(order),
                                leased.find(Map.of()),
                                leased.look(id),
                                leased.kill(id),
                                leased.pause(id),
                                leased.connect(id, LONG),
                                leased.extend(id, LONG),
                                daemon.run("true", Map.of(), LONG),
                                daemon.start("true", Map.of()),
                                daemon.write("/a", new byte[0]),
                                daemon.read("/a", 1, LONG)))
                .allSatisfy(
                        answer ->
                                assertThat(answer)
                                        .isEqualTo(
                                                new Answer.Failed<>(
                                                        new Failure.Conflict(
                                                                "this worker lost its lease"))));
        assertThat(cloud.live()).isEqualTo(before);
    }

    /** Somebody else works in it by then. */
    @Test
    void touches_nothing_after_its_time_either() {
        inTime = false;

        assertThat(leased.pause(new SandboxId("box"))).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void still_knows_where_a_port_answers() {
        standing.held = false;

        assertThat(leased.url(new SandboxId("box"), 80))
                .isEqualTo(cloud.url(new SandboxId("box"), 80));
    }

    @Test
    void takes_no_lease_on_anything_new() {
        assertThat(standing.lease(Instant.EPOCH)).contains(LEASE);

        standing.held = false;

        assertThat(standing.lease(Instant.EPOCH)).isEmpty();
    }

    private static final class OneLease implements Standing {
        private boolean held = true;

        @Override
        public String worker() {
            return "w";
        }

        @Override
        public boolean holds(Operation.Lease lease) {
            return held && lease.equals(LEASE);
        }
    }
}
