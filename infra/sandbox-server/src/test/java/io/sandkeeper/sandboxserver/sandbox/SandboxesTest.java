package io.sandkeeper.sandboxserver.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.sandbox.FakeMachine.Life;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("A sandbox")
class SandboxesTest {
    private static final Outcome PERFORMED = new Outcome.Performed();
    private static final Outcome UNKNOWN = new Outcome.Refused(Refusal.UNKNOWN);

    private Fixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new Fixture(folder, 2);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @DisplayName("runs from its creation, with its environment and its way out")
    void runs() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);

        assertThat(sandbox.look())
                .hasValue(
                        new Appearance(
                                Appearance.Shown.RUNNING,
                                fixture.instant(),
                                fixture.instant().plusSeconds(60)));
        assertThat(sandbox.environment())
                .containsEntry("A", "b")
                .containsEntry("http_proxy", "http://127.0.0.1:1");
        assertThat(sandbox.id()).matches("i[a-z0-9]{20}");
        assertThat(fixture.happenings).containsExactly("sandbox created");
    }

    @Test
    @DisplayName("that is killed leaves nothing")
    void leavesNothing() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);

        assertThat(fixture.perform(sandbox, new Operation.Kill(KillReason.REQUEST)))
                .isEqualTo(PERFORMED);

        assertThat(fixture.sandboxes.all()).isEmpty();
        assertThat(fixture.folders()).isZero();
        assertThat(fixture.attached).isEmpty();
        assertThat(fixture.sandboxes.running()).isZero();
        assertThat(fixture.perform(sandbox, new Operation.Kill(KillReason.REQUEST)))
                .isEqualTo(UNKNOWN);
        assertThat(fixture.happenings).containsExactly("sandbox created", "sandbox killed");
    }

    @Test
    @DisplayName("that cannot be made leaves nothing either, and takes no place")
    void thatCannotBeMade() {
        fixture.machine.failing.set(true);

        assertThat(fixture.create(Fixture.KILL_AT_TIMEOUT)).isInstanceOf(Creation.Failed.class);

        assertThat(fixture.folders()).isZero();
        assertThat(fixture.sandboxes.running()).isZero();
        assertThat(fixture.happenings).isEmpty();
    }

    @Test
    @DisplayName("survives a pause that fails")
    void survivesAFailedPause() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);
        fixture.machine.failing.set(true);

        assertThat(fixture.perform(sandbox, new Operation.Pause(Keep.MEMORY)))
                .isInstanceOf(Outcome.Failed.class);

        assertThat(sandbox.look().map(Appearance::state)).hasValue(Appearance.Shown.RUNNING);
        assertThat(fixture.sandboxes.running()).isEqualTo(1);
    }

    @Test
    @DisplayName("that is paused gives its place away and may find none when it comes back")
    void givesItsPlaceAway() {
        Sandbox first = fixture.created(Fixture.KILL_AT_TIMEOUT);
        fixture.created(Fixture.KILL_AT_TIMEOUT);
        assertThat(fixture.create(Fixture.KILL_AT_TIMEOUT))
                .isEqualTo(new Creation.Refused(Refusal.TOO_MANY_RUNNING));

        assertThat(fixture.perform(first, new Operation.Pause(Keep.MEMORY))).isEqualTo(PERFORMED);
        Sandbox third = fixture.created(Fixture.KILL_AT_TIMEOUT);

        var connect = new Operation.Connect(Fixture.MINUTE);
        assertThat(fixture.perform(first, connect))
                .isEqualTo(new Outcome.Refused(Refusal.TOO_MANY_RUNNING));
        assertThat(first.look().map(Appearance::state)).hasValue(Appearance.Shown.PAUSED);
        fixture.perform(third, new Operation.Kill(KillReason.REQUEST));
        assertThat(fixture.perform(first, connect)).isEqualTo(PERFORMED);
    }

    @Test
    @DisplayName("loses its connections to a pause and takes new ones after it")
    void losesItsConnections() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);
        var cut = new ArrayList<String>();
        sandbox.connections().add(() -> cut.add("early"));
        sandbox.connections().add(() -> cut.add("closed before")).close();

        fixture.perform(sandbox, new Operation.Pause(Keep.MEMORY));
        sandbox.connections().add(() -> cut.add("too late"));
        fixture.perform(sandbox, new Operation.Connect(Fixture.MINUTE));
        sandbox.connections().add(() -> cut.add("after"));

        assertThat(cut).containsExactly("early", "too late");
    }

    @Test
    @DisplayName("starts afresh after a pause that kept its files only")
    void startsAfresh() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);

        fixture.perform(sandbox, new Operation.Pause(Keep.FILES));
        assertThat(fixture.attached).isEmpty();
        assertThat(fixture.machine.withLife(Life.STOPPED)).isEqualTo(1);

        fixture.perform(sandbox, new Operation.Connect(Fixture.MINUTE));
        assertThat(fixture.attached).containsExactly(sandbox.id());
        assertThat(fixture.machine.withLife(Life.ALIVE)).isEqualTo(1);
    }

    @Test
    @DisplayName("ends as wished when its time is up")
    void endsAsWished() throws InterruptedException {
        Sandbox mortal = fixture.created(Fixture.KILL_AT_TIMEOUT);
        Sandbox sleeper = fixture.created(Fixture.PAUSE_AT_TIMEOUT);
        fixture.advance(Fixture.MINUTE);

        try (var _ = new Ticker(fixture.sandboxes, fixture)) {
            while (mortal.look().isPresent() || fixture.sandboxes.running() > 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(sleeper.look().map(Appearance::state)).hasValue(Appearance.Shown.PAUSED);
        assertThat(fixture.sandboxes.find(mortal.profile().id())).isEmpty();
    }

    @Test
    @DisplayName("is sampled while it runs")
    void isSampled() {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);
        assertThat(sandbox.latestSample()).isEmpty();

        fixture.sandboxes.sample();
        fixture.advance(Duration.ofSeconds(5));
        fixture.sandboxes.sample();

        List<Sample> samples =
                sandbox.samplesBetween(fixture.instant().minusSeconds(5), fixture.instant());
        assertThat(samples).hasSize(2);
        assertThat(sandbox.latestSample().map(Sample::memoryUsed))
                .isEqualTo(Optional.of(1_000_000L));
    }

    @Test
    @DisplayName("can be copied while it runs and goes on afterwards")
    void canBeCopied(@TempDir Path copy) throws IOException {
        Sandbox sandbox = fixture.created(Fixture.KILL_AT_TIMEOUT);
        Files.writeString(sandbox.root().resolve("home/user/a.txt"), "a");

        assertThat(fixture.perform(sandbox, new Operation.Snapshot(copy))).isEqualTo(PERFORMED);

        assertThat(copy.resolve("home/user/a.txt")).hasContent("a");
        assertThat(fixture.machine.withLife(Life.ALIVE)).isEqualTo(1);
        assertThat(fixture.happenings).contains("sandbox checkpointed");
    }

    @Test
    @DisplayName("dies with the server, paused or not")
    void diesWithTheServer() {
        fixture.created(Fixture.KILL_AT_TIMEOUT);
        Sandbox paused = fixture.created(Fixture.KILL_AT_TIMEOUT);
        fixture.perform(paused, new Operation.Pause(Keep.MEMORY));

        fixture.close();

        assertThat(fixture.folders()).isZero();
        assertThat(fixture.sandboxes.all()).isEmpty();
        assertThat(fixture.create(Fixture.KILL_AT_TIMEOUT)).isInstanceOf(Creation.Failed.class);
        assertThat(fixture.folders()).isZero();
    }
}
