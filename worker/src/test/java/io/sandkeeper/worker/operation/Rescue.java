package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.Options;
import io.sandkeeper.sandboxserver.SandboxServer;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.InMemoryCatalogue;
import io.sandkeeper.worker.archive.KeepRules;
import io.sandkeeper.worker.archive.folder.FolderVault;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;
import io.sandkeeper.worker.safekeeping.KeepingRules;
import io.sandkeeper.worker.safekeeping.ProjectKeeper;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.spec.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A session whose sandboxes are real: the rules decide, the operations work on a sandbox server,
 * and copies go to a folder. Waiting is skipped: whatever is due later is due at once.
 */
final class Rescue implements AutoCloseable {
    static final String ROOT = Usual.ROOT;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FLEET = "fleet";
    private static final String ALL_HASHES =
            "cd %s 2>/dev/null && find . -type f -print0 | sort -z | xargs -0 -r sha256sum"
                    .formatted(ROOT);

    private final SandboxServer server;
    private final E2bProvider provider;
    private final HttpClient switchboard = HttpClient.newHttpClient();
    private final Path vault;
    private final Archives archives;
    private final InMemorySpecStore specs = new InMemorySpecStore();
    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private final List<Notice> told = new ArrayList<>();
    private Duration ahead = Duration.ZERO;
    private Session session;

    private Rescue(SandboxServer server, Path archived) {
        this.server = server;
        this.provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(10)),
                        InstantSource.system());
        this.vault = archived;
        this.archives = new Archives(new FolderVault(archived), new InMemoryCatalogue());
        this.session = opened();
    }

    static Rescue start(Path folder) throws IOException {
        var templates = folder.resolve("templates");
        var files = templates.resolve("starter/files" + ROOT);
        Files.createDirectories(files);
        Files.writeString(
                templates.resolve("starter/template.json"), "{\"description\": \"a file\"}");
        Files.writeString(files.resolve("template.txt"), "from the template");
        var options =
                Options.usual()
                        .withPort(0)
                        .withData(folder.resolve("boxes"))
                        .withTemplates(templates)
                        .withFaults();
        return new Rescue(SandboxServer.start(options), folder.resolve("archives"));
    }

    /** Another session, at the same cloud. */
    void another() {
        told.clear();
        session = opened();
    }

    private Session opened() {
        var spec = new SpecId("spec");
        specs.save(Map.of(spec, Spec.EMPTY));
        var profile =
                new Profile(
                        "starter",
                        Optional.empty(),
                        0,
                        Duration.ofHours(8),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        spec);
        var request =
                new Signal.Requested(origin(), new Owner("p", "u", Optional.empty()), profile);
        var id = new SessionId("s-" + UUID.randomUUID());
        return ((Decision.Step) lifecycle.decideUnknown(id, request, now())).next();
    }

    Session session() {
        return session;
    }

    Sandbox current() {
        return session.state().current().orElseThrow();
    }

    Instant now() {
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
    }

    Origin origin() {
        return new Origin(
                new EventId("e-" + UUID.randomUUID()),
                "any",
                "u",
                now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    void decide(Signal signal) {
        switch (lifecycle.decide(session, signal, now())) {
            case Decision.Step(var next, var notices) -> accept(next, notices);
            case Decision.Refuse(var next, var notices, _) -> accept(next, notices);
            case Decision.Ignore _ -> {}
        }
    }

    private void accept(Session next, List<Notice> notices) {
        session = next.stored(next.version() + 1);
        told.addAll(notices);
    }

    <K extends Notice.Kind> List<K> told(Class<K> kind) {
        return told.stream().map(Notice::kind).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Until nothing is to be done any more. */
    void settle() {
        settle(provider, "w");
    }

    private void settle(Provider cloud, String worker) {
        while (session.operation().isPresent() || !session.condemned().isEmpty()) {
            if (session.operation().isPresent()) {
                operate(cloud, worker);
            } else {
                destroy();
            }
        }
    }

    /**
     * The same with a worker that is killed after so many calls to the cloud; another one goes on.
     *
     * @return whether there were as many
     */
    boolean settleKilledAfter(int calls) {
        var end = new Interrupted(calls);
        var worker = "w-" + calls;
        try {
            settle(new Guarded(provider, end), worker);
            return end.isOver();
        } catch (Interrupted.Killed _) {
            decide(new Signal.LeaseLost(worker));
            settle();
            return true;
        }
    }

    /** One operation, and no other. */
    void operate() {
        operate(provider, "w");
    }

    private void operate(Provider cloud, String worker) {
        var due = session.operation().orElseThrow().dueAt();
        if (due.isAfter(now())) {
            ahead = ahead.plus(Duration.between(now(), due)).plusMillis(1);
        }
        decide(new Signal.TakenUp(new Operation.Lease(worker, now())));
        var operation = session.operation().orElseThrow();
        operating(cloud).run(session, operation, this::report).forEach(this::report);
    }

    private void report(Signal.Outcome outcome) {
        session.operation()
                .flatMap(Operation::lease)
                .ifPresentOrElse(
                        lease -> decide(new Signal.Reported(lease, outcome)),
                        () -> decide(outcome));
    }

    private Operating operating(Provider cloud) {
        var settings = Usual.settings(FLEET);
        var rules =
                new KeepingRules(ROOT, IgnoreRules.usual(), Limits.usual(), new KeepRules(5, 7));
        Safekeeping keeper = new ProjectKeeper(archives, rules, this::now);
        return new Operating(
                new Tools(_ -> Optional.of(cloud), specs, Optional.of(keeper), settings),
                new Alive(),
                this::now);
    }

    private void destroy() {
        var destruction = new Destruction(_ -> Optional.of(provider), FLEET);
        for (var one : List.copyOf(session.condemned())) {
            if (one.dueAt().isAfter(now())) {
                ahead = ahead.plus(Duration.between(now(), one.dueAt())).plusMillis(1);
            }
            destruction.run(session, one).forEach(this::decide);
        }
    }

    /** How many sandboxes of the session there are. */
    List<Provider.Seen> live() {
        return done(provider.find(Map.of(Marks.SESSION, session.id().value())));
    }

    Daemon inside() {
        return provider.daemon(done(provider.connect(current().id(), Duration.ofMinutes(30))));
    }

    String run(String command) {
        var ended = done(inside().run("set -e\n" + command, Map.of(), LIMIT));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    /** The hash of each file, by its name. */
    String files() {
        return run(ALL_HASHES);
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** When the provider will end it by itself. */
    Instant endAt() {
        return done(provider.look(current().id())).endAt();
    }

    void look() {
        done(provider.look(current().id()));
    }

    /** One bit of what the newest copy alone has, deep inside its largest object. */
    void spoilNewestCopy() throws IOException {
        spoilNewest(Comparator.comparingLong(file -> file.toFile().length()));
    }

    /** One bit of what says what is in the newest copy: its smallest object. */
    void spoilNewestManifest() throws IOException {
        spoilNewest(Comparator.<Path>comparingLong(file -> -file.toFile().length()));
    }

    private void spoilNewest(Comparator<Path> last) throws IOException {
        var id = session.care().archive().orElseThrow().id().value();
        try (var files = Files.walk(vault)) {
            var one =
                    files.filter(file -> file.getFileName().toString().startsWith(id))
                            .max(last)
                            .orElseThrow();
            var content = Files.readAllBytes(one);
            content[content.length / 2] ^= 1;
            Files.write(one, content);
        }
    }

    /** Nobody is told, and nobody asked for it. */
    void killSilently() {
        done(provider.kill(current().id()));
    }

    void fault(String rules) {
        ask("PUT", "{\"seed\":1,\"rules\":[" + rules + "]}");
    }

    void calm() {
        ask("DELETE", "");
    }

    private void ask(String method, String body) {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/_faults"))
                        .header("X-API-Key", server.apiKey())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            var answer = switchboard.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T done(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done<T>) answer).value();
    }

    @Override
    public void close() {
        switchboard.shutdownNow();
        provider.close();
        server.close();
    }

    private static final class Alive implements Standing {
        @Override
        public String worker() {
            return "w";
        }

        @Override
        public boolean holds(Operation.Lease lease) {
            return true;
        }
    }
}
