package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.KeepRules;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.archive.folder.FolderVault;
import io.sandkeeper.worker.archive.mongo.GridVault;
import io.sandkeeper.worker.archive.mongo.MongoCatalogue;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;
import io.sandkeeper.worker.safekeeping.KeepingRules;
import io.sandkeeper.worker.safekeeping.ProjectKeeper;
import io.sandkeeper.worker.session.SandboxId;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A worker's own parts on a sandbox server and a store, both processes of their own. */
final class Scene implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** Twice what is measured at most, so that nothing is ever left out. */
    private static final Limits LIMITS =
            Limits.usual().withEntries(200_000).withBytes(1L << 30, 4L << 30);

    private final Props props;
    private final E2bProvider provider;
    private final Mongo mongo;
    private final Desk desk;

    /**
     * @param vault where contents are kept: a folder, or {@code gridfs}
     */
    record Props(
            String storeUri,
            String vault,
            String url,
            String key,
            int files,
            long bytes,
            int rounds) {
        static final int COUNT = 7;

        List<String> words() {
            return List.of(storeUri, vault, url, key, "" + files, "" + bytes, "" + rounds);
        }

        static Props of(List<String> words) {
            return new Props(
                    words.get(0),
                    words.get(1),
                    words.get(2),
                    words.get(3),
                    Integer.parseInt(words.get(4)),
                    Long.parseLong(words.get(5)),
                    Integer.parseInt(words.get(6)));
        }

        Project project() {
            return new Project(files, bytes);
        }
    }

    Scene(Props props) {
        this.props = props;
        this.provider = provider();
        this.mongo = Mongo.connect(MongoSettings.at(props.storeUri()).withDatabase("safekeeping"));
        var catalogue = new MongoCatalogue(mongo);
        catalogue.prepare();
        var rules =
                new KeepingRules(Project.ROOT, IgnoreRules.usual(), LIMITS, new KeepRules(5, 7));
        this.desk =
                new Desk(
                        provider,
                        new ProjectKeeper(
                                new Archives(vault(), catalogue), rules, InstantSource.system()));
    }

    private Vault vault() {
        return props.vault().equals("gridfs")
                ? new GridVault(mongo)
                : new FolderVault(Path.of(props.vault()));
    }

    /** A client of its own: a user is not the worker. */
    E2bProvider provider() {
        var url = URI.create(props.url());
        return new E2bProvider(
                E2bSettings.of(url, new ApiKey(props.key())).withSandboxUrl(url),
                InstantSource.system());
    }

    Props props() {
        return props;
    }

    Desk desk() {
        return desk;
    }

    /** One of ours with a way into it, and the session that it is of. */
    record Box(Provider.Made made, Daemon daemon, Subject subject) {}

    Box make() {
        var id = UUID.randomUUID().toString().replace("-", "");
        var begun = Instant.now();
        var made =
                Answers.done(
                        provider.create(
                                new Provider.Order(
                                        "base", TIMEOUT, Map.of(), Map.of(), id, false)));
        return new Box(made, provider.daemon(made), new Subject(id, made.sandbox(), begun));
    }

    void kill(SandboxId sandbox) {
        var _ = Answers.done(provider.kill(sandbox));
    }

    @Override
    public void close() {
        desk.close();
        mongo.close();
        provider.close();
    }

    static Limits limits() {
        return LIMITS;
    }
}
