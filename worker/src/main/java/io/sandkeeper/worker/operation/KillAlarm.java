package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rings when a sandbox that must be gone is not confirmed to be: it may still cost money. It is
 * tried on whether it rings or not.
 */
public final class KillAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(KillAlarm.class);

    /** One that goes on is told again so often, for whoever was not there before. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Platform platform;
    private final String provider;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<Target, Instant> rang = new HashMap<>();

    private record Target(Incarnation incarnation, Optional<SandboxId> sandbox) {}

    /**
     * @param provider as lanes call it
     * @param patience how long a kill may take until somebody is told
     */
    public KillAlarm(Platform platform, String provider, Duration patience, InstantSource clock) {
        this.platform = platform;
        this.provider = provider;
        this.patience = patience;
        this.clock = clock;
    }

    /** What a try to destroy it came to. */
    void hear(Session session, Condemned condemned, List<Signal> learned) {
        if (learned.stream().noneMatch(Signal.DestroyFailed.class::isInstance)) {
            return;
        }
        var now = clock.instant();
        condemned
                .unconfirmedSince(now, patience)
                .filter(_ -> isTime(condemned, now))
                .ifPresent(since -> ring(session, condemned, since));
    }

    private synchronized boolean isTime(Condemned condemned, Instant now) {
        rang.values().removeIf(at -> !now.isBefore(at.plus(AGAIN)));
        return rang.putIfAbsent(new Target(condemned.incarnation(), condemned.sandbox()), now)
                == null;
    }

    private void ring(Session session, Condemned condemned, Instant since) {
        LOG.warn(
                "session={} sandbox={} is to be killed since {} and is not confirmed to be gone: look at the provider's status, or kill it there; it is tried on",
                session.id(),
                condemned.sandbox().map(SandboxId::value).orElse("(not known)"),
                since);
        var lane = new LaneId(provider, session.profile().region(), LaneId.Operation.KILL);
        platform.tell(
                new News.KillUnconfirmed(
                        lane, Optional.of(session.id()), condemned.sandbox(), since));
    }
}
