package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What holds after every drill, whatever went wrong in it. */
final class Verifier {
    private final Audience audience;
    private final Books books;
    private final Cloud cloud;

    Verifier(Audience audience, Books books, Cloud cloud) {
        this.audience = audience;
        this.books = books;
        this.cloud = cloud;
    }

    void verify(Expected expected) throws Exception {
        Patience.untilNone("sessions get where they were asked to", () -> astray(expected));
        Patience.untilNone("everything asked is taken in", books::lag);
        Patience.untilNone("what exists is what the sessions have", () -> disowned(expected));
        Patience.untilNone("the audience hears all", () -> books.unheardBy(audience));
        Patience.untilNone("the last status is the newest", () -> outdated(expected));
        assertThat(gaps(expected)).as("sequences with gaps").isEmpty();
        assertThat(audience.complaints()).as("dead letters and unreadable events").isEmpty();
        assertThat(astray(expected)).as("sessions that did not stay").isEmpty();
    }

    private List<String> astray(Expected expected) {
        var astray = new ArrayList<String>();
        expected.sessions()
                .forEach(
                        (session, state) -> {
                            var is = state(session);
                            if (!is.equals(Optional.of(state))) {
                                astray.add(
                                        "%s is %s, not %s: %s"
                                                .formatted(
                                                        session,
                                                        is.map(Enum::name).orElse("unknown"),
                                                        state,
                                                        audience.told(session)));
                            }
                        });
        return astray;
    }

    private Optional<SessionState> state(SessionId session) {
        return audience.status(session).map(status -> status.standing().state());
    }

    private List<String> outdated(Expected expected) {
        return expected.all().stream()
                .filter(session -> lastStatus(session) != audience.told(session).latest())
                .map(
                        session ->
                                "%s ends with status %d after %s"
                                        .formatted(
                                                session,
                                                lastStatus(session),
                                                audience.told(session)))
                .toList();
    }

    private long lastStatus(SessionId session) {
        return audience.status(session).map(status -> status.standing().sequence()).orElse(0L);
    }

    private List<String> gaps(Expected expected) {
        return expected.all().stream()
                .flatMap(one -> audience.told(one).flaw().map(flaw -> one + ": " + flaw).stream())
                .toList();
    }

    /** Exactly one sandbox for each living session, asleep or awake as it is, and none besides. */
    private List<String> disowned(Expected expected) throws Exception {
        var should = new TreeSet<String>();
        for (var session : expected.sessions().entrySet()) {
            owned(session).ifPresent(should::add);
        }
        var is =
                cloud.all().stream()
                        .filter(one -> expected.isOurs(one.session()))
                        .map(one -> shown(one.session(), one.sandbox(), one.state()))
                        .sorted()
                        .toList();
        var disowned = new ArrayList<String>();
        is.stream().filter(one -> !should.contains(one)).forEach(one -> disowned.add("+ " + one));
        should.stream().filter(one -> !is.contains(one)).forEach(one -> disowned.add("- " + one));
        return disowned;
    }

    private Optional<String> owned(Map.Entry<SessionId, SessionState> session) {
        return switch (session.getValue()) {
            case RUNNING -> Optional.of(shown(session.getKey(), "running"));
            case PAUSED -> Optional.of(shown(session.getKey(), "paused"));
            case KILLED -> Optional.empty();
            case QUEUED, CREATING, PAUSING, RESUMING, RECREATING, LOST, KILLING, EXPIRED, FAILED ->
                    throw new IllegalArgumentException("no drill ends in " + session.getValue());
        };
    }

    private String shown(SessionId session, String state) {
        var sandbox =
                audience.status(session)
                        .map(SandboxStatus::standing)
                        .map(standing -> String.valueOf(standing.sandboxId()))
                        .orElse("?");
        return shown(session.value(), sandbox, state);
    }

    private static String shown(String session, String sandbox, String state) {
        return session + " has " + sandbox + ", " + state;
    }
}
