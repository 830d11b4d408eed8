package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.archive.InMemoryCatalogue;
import io.sandkeeper.worker.archive.KeepRules;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.project.Sandboxes;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** One session whose copies are in memory. */
final class Keeper {
    final Moody vault = new Moody();
    final Archives archives = new Archives(vault, new InMemoryCatalogue());
    final Session session = opened();
    final ProjectKeeper keeper;

    Keeper() {
        this(Limits.usual());
    }

    Keeper(Limits limits) {
        keeper =
                new ProjectKeeper(
                        archives,
                        new KeepingRules(
                                Sandboxes.ROOT, IgnoreRules.usual(), limits, new KeepRules(5, 7)),
                        InstantSource.system());
    }

    private static Session opened() {
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ofHours(8),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        SpecId.NOTHING);
        var origin =
                new Origin(
                        new EventId("e"),
                        "any",
                        "u",
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        var request = new Signal.Requested(origin, new Owner("p", "u", Optional.empty()), profile);
        var id = new SessionId("s-" + UUID.randomUUID());
        return ((Decision.Step)
                        new Lifecycle(Policy.DEFAULT)
                                .decideUnknown(id, request, Instant.ofEpochSecond(1)))
                .next();
    }

    Contents newest() {
        return archives.open(archives.newest(session.id()).orElseThrow());
    }

    /** The text of each file of the newest copy. */
    Map<String, String> texts() {
        var copy = newest();
        var texts = new TreeMap<String, String>();
        for (var file : copy.manifest().entries()) {
            if (file instanceof Entry.File one) {
                try (var content = copy.one(one.digest())) {
                    texts.put(
                            one.path().toString(),
                            new String(content.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return texts;
    }
}
