package io.sandkeeper.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Environment;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.WakeMode;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class UnderstandingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Understanding understanding = new Understanding(Duration.ofMinutes(10));

    @Test
    void a_request_that_brings_a_command_has_something_to_keep() {
        var understood = understood(new Launch("npm start", Environment.EMPTY, null), Map.of());

        var brought = understood.spec().orElseThrow();
        assertThat(brought.spec().startCommand()).contains("npm start");
        assertThat(named(understood)).isEqualTo(brought.id()).isNotEqualTo(SpecId.NOTHING);
    }

    @Test
    void metadata_is_something_to_keep() {
        assertThat(understood(Launch.NOTHING, Map.of("team", "a")).spec()).isPresent();
    }

    @Test
    void a_request_that_brings_nothing_leaves_nothing_to_keep() {
        var understood = understood(Launch.NOTHING, Map.of());

        assertThat(understood.spec()).isEmpty();
        assertThat(named(understood)).isEqualTo(SpecId.NOTHING);
    }

    @Test
    void a_session_may_want_a_pace_of_its_own_for_its_checks() {
        assertThat(profile(Settings.DEFAULT).healthEvery()).isEmpty();
        assertThat(
                        profile(
                                        new Settings(
                                                null,
                                                WakeMode.ON_ACTIVITY,
                                                Priority.NORMAL,
                                                null,
                                                Duration.ofSeconds(7)))
                                .healthEvery())
                .contains(Duration.ofSeconds(7));
    }

    private Profile profile(Settings settings) {
        var understood = understood(Launch.NOTHING, Map.of(), settings);
        return ((Signal.Requested) understood.signal()).profile();
    }

    private Understanding.Understood understood(Launch launch, Map<String, String> metadata) {
        return understood(launch, metadata, Settings.DEFAULT);
    }

    private Understanding.Understood understood(
            Launch launch, Map<String, String> metadata, Settings settings) {
        var request =
                new SandboxRequested(
                        new SessionId("s-1"),
                        new RequestId("r-1"),
                        new Owner(new ProjectId("p"), new UserId("u"), null),
                        new Framework("base"),
                        null,
                        settings,
                        launch,
                        metadata);
        var envelope = new Envelope<>(new EventId("e-1"), URI.create("/test"), NOW, null, request);
        return understanding.request(
                envelope, request, NOW, Origin.Position.in("topic", "identity", 0, 7));
    }

    private static SpecId named(Understanding.Understood understood) {
        return ((Signal.Requested) understood.signal()).profile().spec();
    }
}
