package io.sandkeeper.worker.herald.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A broker that answers when it is told to, in any order; what it fails may have arrived all the
 * same.
 */
final class FakeWire implements Wire {
    private record Sent(SessionId session, Publication publication, CompletableFuture<Void> done) {}

    private final List<Sent> underWay = new ArrayList<>();
    private final Map<SessionId, List<Long>> arrived = new HashMap<>();
    private boolean refusing;

    @Override
    public synchronized CompletableFuture<Void> send(SessionId session, Publication publication) {
        assertThat(underWay)
                .as("one copy of one publication of %s is under way", session)
                .noneMatch(sent -> sent.session().equals(session));
        if (refusing) {
            return CompletableFuture.failedFuture(new IllegalStateException("refused"));
        }
        var done = new CompletableFuture<Void>();
        underWay.add(new Sent(session, publication, done));
        return done;
    }

    @Override
    public CompletableFuture<Void> bury(SessionId session) {
        return CompletableFuture.completedFuture(null);
    }

    synchronized void refuse(boolean all) {
        refusing = all;
    }

    synchronized int underWay() {
        return underWay.size();
    }

    /** Any one of those under way is answered, one in so many with a failure. */
    void answerOne(Random random, int failsOneIn) {
        Sent sent;
        boolean fails;
        synchronized (this) {
            if (underWay.isEmpty()) {
                return;
            }
            sent = underWay.remove(random.nextInt(underWay.size()));
            fails = failsOneIn > 0 && random.nextInt(failsOneIn) == 0;
            if (!fails || random.nextBoolean()) {
                arrived.computeIfAbsent(sent.session(), _ -> new ArrayList<>())
                        .add(sent.publication().sequence());
            }
        }
        if (fails) {
            sent.done().completeExceptionally(new IllegalStateException("told to fail"));
        } else {
            sent.done().complete(null);
        }
    }

    /** Everything that consumers of this session saw, as they saw it. */
    synchronized List<Long> arrived(SessionId session) {
        return List.copyOf(arrived.getOrDefault(session, List.of()));
    }
}
