package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.Options;
import io.sandkeeper.sandboxserver.SandboxServer;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Real sandboxes, for tests of what happens in them. */
public final class Sandboxes implements AutoCloseable {
    public static final String ROOT = "/home/user/project";
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final SandboxServer server;
    private final E2bProvider provider;

    private Sandboxes(SandboxServer server, E2bProvider provider) {
        this.server = server;
        this.provider = provider;
    }

    public static Sandboxes start(Path data) throws IOException {
        var server = SandboxServer.start(Options.usual().withPort(0).withData(data));
        var provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withDomain(server.domain()),
                        InstantSource.system());
        return new Sandboxes(server, provider);
    }

    public Made make() {
        return done(
                provider.create(
                        new Order(
                                "base",
                                Duration.ofMinutes(30),
                                Map.of(),
                                Map.of(),
                                UUID.randomUUID().toString().replace("-", ""),
                                false)));
    }

    public Daemon daemon(Made sandbox) {
        return provider.daemon(sandbox);
    }

    public void kill(Made sandbox) {
        done(provider.kill(sandbox.sandbox()));
    }

    static ProjectFolder project(Daemon daemon) {
        return new ProjectFolder(daemon, ROOT, IgnoreRules.usual(), Limits.usual());
    }

    public static String run(Daemon daemon, String command) {
        var ended = done(daemon.run("set -e\n" + command, Map.of(), LIMIT));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    public static <T> T done(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done<T>) answer).value();
    }

    @Override
    public void close() {
        provider.close();
        server.close();
    }
}
