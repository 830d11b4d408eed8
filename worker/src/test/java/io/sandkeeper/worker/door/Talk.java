package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A herald that words each session's notices as long as it is told to, and publishes nothing. */
final class Talk implements Herald {
    private final Map<SessionId, Integer> lengths = new HashMap<>();
    private final Map<SessionId, List<Long>> told = new HashMap<>();

    void words(SessionId session, int length) {
        lengths.put(session, length);
    }

    List<Long> told(SessionId session) {
        return told.getOrDefault(session, List.of());
    }

    @Override
    public List<Publication> word(Session session, List<Notice> notices) {
        var data = "x".repeat(lengths.getOrDefault(session.id(), 2));
        return notices.stream()
                .map(
                        notice ->
                                new Publication(
                                        notice.sequence(),
                                        "id-" + notice.sequence(),
                                        "any",
                                        notice.at(),
                                        Optional.empty(),
                                        data,
                                        Optional.empty()))
                .toList();
    }

    @Override
    public void publish(SessionId session, List<Publication> publications) {
        publications.forEach(
                one -> told.computeIfAbsent(session, _ -> new ArrayList<>()).add(one.sequence()));
    }
}
