package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * Sees that a stray goes. Its session condemns it, and so kills it until that is confirmed; one
 * without a session is killed here, and when that is not confirmed it is found again.
 */
final class Executioner {
    private static final Logger LOG = LoggerFactory.getLogger(Executioner.class);

    private final SessionStore store;
    private final Door door;
    private final Platform platform;
    private final SweepMeters meters;

    Executioner(SessionStore store, Door door, Platform platform, SweepMeters meters) {
        this.store = store;
        this.door = door;
        this.platform = platform;
        this.meters = meters;
    }

    void take(Place place, Suspect stray) {
        var session = Belonging.session(stray.seen());
        if (stray.known() && session.isPresent()) {
            handOver(place, stray, session.get());
        } else if (session.filter(this::exists).isEmpty()
                && isGone(place.provider(), stray.seen().sandbox())) {
            tell(place, stray);
        }
    }

    private void handOver(Place place, Suspect stray, SessionId session) {
        var sandbox = stray.seen().sandbox();
        var signal = new Signal.StraySeen(Belonging.generation(stray.seen()), sandbox);
        var _ =
                door.pass(session, signal)
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure == null) {
                                        tell(place, stray);
                                    }
                                });
    }

    /** It was not there when the listing was compared; a session may have come meanwhile. */
    private boolean exists(SessionId session) {
        return !store.load(List.of(session)).isEmpty();
    }

    private static boolean isGone(Provider provider, SandboxId sandbox) {
        return switch (provider.kill(sandbox)) {
            case Answer.Absent<Provider.Killed> _ -> true;
            case Answer.Done<Provider.Killed> _ ->
                    provider.look(sandbox) instanceof Answer.Absent<Provider.Seen>;
            case Answer.Failed<Provider.Killed>(var failure) -> {
                LOG.warn("sandbox={} stray is not killed yet: {}", sandbox, failure.evidence());
                yield false;
            }
        };
    }

    private void tell(Place place, Suspect stray) {
        LOG.warn(
                "sandbox={} session={} stray killed: no session owned it since {}",
                stray.seen().sandbox(),
                Belonging.session(stray.seen()).map(SessionId::value).orElse("(none)"),
                stray.firstSeenAt());
        meters.strayKilled();
        platform.tell(
                new News.StrayKilled(place.lane(), stray.seen().sandbox(), stray.firstSeenAt()));
    }
}
