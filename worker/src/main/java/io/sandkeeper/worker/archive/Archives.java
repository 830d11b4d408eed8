package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes, lists, reads and forgets archives. What belongs to one session is never shared with
 * another: forgetting it is removing a folder.
 *
 * <p>Safe wherever a worker ends: a card is written before an object, and objects without a card,
 * or that no card needs, are collected. An archive that a running one relies on stays while that
 * one's card stands.
 */
public final class Archives {
    private final Vault vault;
    private final Catalogue catalogue;
    private final Supplier<ArchiveId> ids;
    private final int objectSize;

    public Archives(Vault vault, Catalogue catalogue) {
        this(vault, catalogue, Archives::freshId, Packer.MOST);
    }

    Archives(Vault vault, Catalogue catalogue, Supplier<ArchiveId> ids, int objectSize) {
        this.vault = vault;
        this.catalogue = catalogue;
        this.ids = ids;
        this.objectSize = objectSize;
    }

    private static ArchiveId freshId() {
        return new ArchiveId(UUID.randomUUID().toString().replace("-", ""));
    }

    /** Begins an archive, on top of the session's newest one. */
    public Draft begin(SessionId session, String root, Instant now) {
        var base = newest(session).flatMap(this::ground);
        var card =
                new Card.Local(
                        ids.get(), session, root, now, base.map(Ground::archive), Optional.empty());
        catalogue.begin(card);
        return new Draft(card, stillStanding(base), vault, catalogue, objectSize);
    }

    private record Ground(ArchiveId archive, Stock stock) {}

    /** On a damaged one nothing is built: then all content is stored anew. */
    private Optional<Ground> ground(Archive archive) {
        try {
            var bytes = vault.read(archive.manifest(), 0, archive.tally().manifestBytes());
            return Optional.of(new Ground(archive.id(), ManifestReader.stock(archive, bytes)));
        } catch (Damaged _) {
            return Optional.empty();
        }
    }

    /**
     * Looked at again after the card is written: what is not condemned then is not removed while
     * the card stands.
     */
    private Stock stillStanding(Optional<Ground> base) {
        return base.filter(
                        ground ->
                                catalogue
                                        .find(ground.archive())
                                        .filter(card -> !card.isCondemned())
                                        .isPresent())
                .map(Ground::stock)
                .orElse(Stock.EMPTY);
    }

    /** The newest durable one. */
    public Optional<Archive> newest(SessionId session) {
        return catalogue.newest(session);
    }

    /** All durable ones, the newest first. */
    public List<Archive> list(SessionId session) {
        return Pruning.standing(catalogue.of(session)).toList();
    }

    /** Empty when it is damaged. */
    public Optional<Contents> intact(Archive archive) {
        try {
            return Optional.of(open(archive));
        } catch (Damaged _) {
            return Optional.empty();
        }
    }

    /**
     * @throws Damaged its manifest is not what was stored
     */
    public Contents open(Archive archive) {
        var bytes = vault.read(archive.manifest(), 0, archive.tally().manifestBytes());
        return new Contents(vault, ManifestReader.read(archive, bytes));
    }

    /** Hides what the rules do not keep, and removes what was hidden an hour ago. */
    public Pruned prune(SessionId session, KeepRules rules, Instant now) {
        return prune(session, rules, Set.of(), now);
    }

    /**
     * @param witnesses what is kept besides
     */
    public Pruned prune(SessionId session, KeepRules rules, Set<ArchiveId> witnesses, Instant now) {
        return new Pruning(vault, catalogue, session).run(rules, witnesses, now);
    }

    /** Removes everything of a session. What is being archived will not become an archive. */
    public void forget(SessionId session, Instant now) {
        new Pruning(vault, catalogue, session).forget(now);
    }
}
