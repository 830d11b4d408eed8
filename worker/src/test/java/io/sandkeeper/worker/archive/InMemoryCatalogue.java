package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards in a map. */
public final class InMemoryCatalogue implements Catalogue {
    private final Map<ArchiveId, Card> cards = new HashMap<>();

    @Override
    public synchronized void begin(Card.Local card) {
        if (cards.putIfAbsent(card.id(), card) != null) {
            throw new AssertionError(card.id() + " is begun twice");
        }
    }

    @Override
    public synchronized boolean complete(Archive archive) {
        return switch (cards.get(archive.id())) {
            case Card.Local local when !local.isCondemned() -> {
                cards.put(archive.id(), new Card.Durable(archive, Optional.empty()));
                yield true;
            }
            case Card.Durable(var known, var condemnedAt) ->
                    condemnedAt.isEmpty() && known.manifest().equals(archive.manifest());
            case null, default -> false;
        };
    }

    @Override
    public synchronized void condemn(ArchiveId id, Instant at) {
        cards.computeIfPresent(id, (_, card) -> condemned(card, at));
    }

    private static Card condemned(Card card, Instant at) {
        return switch (card) {
            case Card _ when card.isCondemned() -> card;
            case Card.Durable durable -> new Card.Durable(durable.archive(), Optional.of(at));
            case Card.Local local ->
                    new Card.Local(
                            local.id(),
                            local.session(),
                            local.root(),
                            local.takenAt(),
                            local.base(),
                            Optional.of(at));
        };
    }

    @Override
    public synchronized boolean giveUp(ArchiveId id, Instant at) {
        if (cards.get(id) instanceof Card.Durable) {
            return false;
        }
        condemn(id, at);
        return true;
    }

    @Override
    public synchronized Optional<Card> find(ArchiveId id) {
        return Optional.ofNullable(cards.get(id));
    }

    @Override
    public synchronized Optional<Archive> newest(SessionId session) {
        return Pruning.standing(of(session)).findFirst();
    }

    @Override
    public synchronized List<Card> of(SessionId session) {
        return cards.values().stream()
                .filter(card -> card.session().equals(session))
                .sorted(
                        Comparator.comparing(Card::takenAt)
                                .thenComparing(card -> card.id().value())
                                .reversed())
                .toList();
    }

    @Override
    public synchronized void remove(ArchiveId id) {
        cards.remove(id);
    }
}
