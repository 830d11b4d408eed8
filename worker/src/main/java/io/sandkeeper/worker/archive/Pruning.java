package io.sandkeeper.worker.archive;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One look through a session's archives for what is not needed. */
final class Pruning {
    /** A draft takes less, and so does reading an archive. */
    static final Duration GRACE = Duration.ofHours(1);

    private final Vault vault;
    private final Catalogue catalogue;
    private final SessionId session;

    Pruning(Vault vault, Catalogue catalogue, SessionId session) {
        this.vault = vault;
        this.catalogue = catalogue;
        this.session = session;
    }

    /**
     * The objects are listed before the cards are read: a card is older than its objects, so an
     * object without a card is nobody's.
     */
    Pruned run(KeepRules rules, Set<ArchiveId> witnesses, Instant now) {
        var keys = vault.keys(ObjectKey.folderOf(session));
        var cards = catalogue.of(session);
        int condemned = condemn(cards, rules, witnesses, now);
        var removable = removable(cards, now);
        var staying = cards.stream().filter(card -> !removable.contains(card.id())).toList();
        var surplus = keys.stream().filter(key -> isSurplus(key, staying)).toList();
        surplus.forEach(vault::remove);
        removable.forEach(catalogue::remove);
        return new Pruned(condemned, removable.size(), surplus.size());
    }

    static Stream<Archive> standing(List<Card> cards) {
        return cards.stream()
                .flatMap(
                        card ->
                                card instanceof Card.Durable(var archive, var condemnedAt)
                                                && condemnedAt.isEmpty()
                                        ? Stream.of(archive)
                                        : Stream.empty());
    }

    private int condemn(List<Card> cards, KeepRules rules, Set<ArchiveId> witnesses, Instant now) {
        var kept = rules.kept(standing(cards).map(Archive::takenAt).toList(), now);
        var sentenced =
                cards.stream()
                        .filter(card -> !card.isCondemned())
                        .filter(card -> !witnesses.contains(card.id()))
                        .filter(card -> !isKept(card, kept, now))
                        .toList();
        for (var card : sentenced) {
            switch (card) {
                case Card.Durable durable -> catalogue.condemn(durable.id(), now);
                // It may have been finished meanwhile.
                case Card.Local local -> catalogue.giveUp(local.id(), now);
            }
        }
        return sentenced.size();
    }

    private static boolean isKept(Card card, Set<Instant> kept, Instant now) {
        return switch (card) {
            case Card.Durable durable -> kept.contains(durable.takenAt());
            case Card.Local local -> local.takenAt().plus(GRACE).isAfter(now);
        };
    }

    /** Whoever is being archived on top of one, or read, goes on having it. */
    private static Set<ArchiveId> removable(List<Card> cards, Instant now) {
        var bases =
                cards.stream()
                        .flatMap(
                                card ->
                                        card instanceof Card.Local local && !local.isCondemned()
                                                ? local.base().stream()
                                                : Stream.empty())
                        .collect(toSet());
        return cards.stream()
                .filter(card -> isOver(card.condemnedAt(), now))
                .map(Card::id)
                .filter(id -> !bases.contains(id))
                .collect(toSet());
    }

    private static boolean isOver(Optional<Instant> condemnedAt, Instant now) {
        return condemnedAt.isPresent() && !condemnedAt.get().plus(GRACE).isAfter(now);
    }

    private static boolean isSurplus(ObjectKey key, List<Card> staying) {
        return staying.stream()
                .noneMatch(
                        card ->
                                switch (card) {
                                    case Card.Local local -> local.id().equals(key.archive());
                                    case Card.Durable durable -> durable.archive().uses(key);
                                });
    }

    void forget(Instant now) {
        var cards = catalogue.of(session);
        cards.forEach(card -> catalogue.condemn(card.id(), now));
        vault.keys(ObjectKey.folderOf(session)).forEach(vault::remove);
        cards.forEach(card -> catalogue.remove(card.id()));
    }
}
