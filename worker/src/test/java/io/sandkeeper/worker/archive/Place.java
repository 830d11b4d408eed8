package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Archives in memory, with a clock that is moved by hand. */
final class Place {
    static final SessionId SESSION = new SessionId("s/1");
    static final String ROOT = "/home/user/project";
    static final KeepRules RULES = new KeepRules(5, 7);

    final InMemoryVault vault = new InMemoryVault();
    final InMemoryCatalogue catalogue = new InMemoryCatalogue();
    final Archives archives;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final AtomicInteger ids = new AtomicInteger();
    private final int objectSize;

    Place() {
        this(Packer.MOST);
    }

    /** With small objects a small project takes several. */
    Place(int objectSize) {
        this.objectSize = objectSize;
        this.archives = archives(vault, catalogue);
    }

    /** The same place, seen through something. */
    Archives archives(Vault vault, Catalogue catalogue) {
        return new Archives(
                vault, catalogue, () -> new ArchiveId("a" + ids.incrementAndGet()), objectSize);
    }

    Place later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Draft begin() {
        return archives.begin(SESSION, ROOT, now);
    }

    Archive take(Project project) {
        return project.put(begin()).finish(project.manifest(), List.of(), now);
    }

    Pruned prune() {
        return archives.prune(SESSION, RULES, now);
    }

    Contents newest() {
        return archives.open(archives.newest(SESSION).orElseThrow());
    }

    /** What some card needs. */
    Set<ObjectKey> needed() {
        var needed = new HashSet<ObjectKey>();
        for (var card : catalogue.of(SESSION)) {
            if (card instanceof Card.Durable durable) {
                needed.add(durable.archive().manifest());
                needed.addAll(durable.archive().objects());
            }
        }
        return needed;
    }
}
