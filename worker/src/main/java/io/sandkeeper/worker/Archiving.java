package io.sandkeeper.worker;

import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.KeepRules;
import io.sandkeeper.worker.archive.mongo.MongoCatalogue;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.operation.Safekeeping;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.safekeeping.KeepingRules;
import io.sandkeeper.worker.safekeeping.ProjectKeeper;
import io.sandkeeper.worker.settings.ArchiveSettings;
import io.sandkeeper.worker.settings.SandboxSettings;

import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.Optional;

/** Where copies of files are kept, and what of them. */
@Component
final class Archiving {
    private final ArchiveSettings settings;
    private final SandboxSettings sandbox;
    private final InstantSource clock;
    private final MongoCatalogue catalogue;
    private final Archives archives;

    Archiving(ArchiveSettings settings, SandboxSettings sandbox, Mongo mongo, InstantSource clock) {
        this.settings = settings;
        this.sandbox = sandbox;
        this.clock = clock;
        this.catalogue = new MongoCatalogue(mongo);
        this.archives = new Archives(Vaults.of(settings, mongo, clock), catalogue);
    }

    void prepare() {
        catalogue.prepare();
    }

    Archives archives() {
        return archives;
    }

    Optional<Safekeeping> safekeeping() {
        return settings.enabled()
                ? Optional.of(new ProjectKeeper(archives, rules(), clock))
                : Optional.empty();
    }

    private KeepingRules rules() {
        return new KeepingRules(
                sandbox.projectRoot(),
                IgnoreRules.of(settings.ignore()),
                new Limits(
                        settings.maxFiles(),
                        settings.maxFileSize().toBytes(),
                        settings.maxTotal().toBytes(),
                        settings.timeLimit()),
                new KeepRules(settings.keep(), settings.daily()));
    }
}
