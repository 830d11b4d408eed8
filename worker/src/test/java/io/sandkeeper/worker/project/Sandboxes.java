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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Real sandboxes, for tests of what happens in them. */
public final class Sandboxes implements BeforeAllCallback, AfterAllCallback {
    public static final String ROOT = "/home/user/project";
    static final Duration LIMIT = Duration.ofSeconds(60);

    private @Nullable Path folder;
    private @Nullable SandboxServer server;
    private @Nullable E2bProvider provider;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("sandboxes");
        server = SandboxServer.start(Options.usual().withPort(0).withData(folder));
        provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withDomain(server.domain()),
                        InstantSource.system());
    }

    /** Where the server keeps them. */
    Path folder() {
        return Objects.requireNonNull(folder);
    }

    private E2bProvider provider() {
        return Objects.requireNonNull(provider);
    }

    /** A new one, with what these commands make in its project. */
    public Daemon holding(String commands) {
        var daemon = daemon(make());
        run(daemon, "mkdir -p " + ROOT + "; cd " + ROOT + "\n" + commands);
        return daemon;
    }

    public Made make() {
        return done(
                provider()
                        .create(
                                new Order(
                                        "base",
                                        Duration.ofMinutes(30),
                                        Map.of(),
                                        Map.of(),
                                        UUID.randomUUID().toString().replace("-", ""),
                                        false)));
    }

    public Daemon daemon(Made sandbox) {
        return provider().daemon(sandbox);
    }

    public void kill(Made sandbox) {
        done(provider().kill(sandbox.sandbox()));
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
    public void afterAll(ExtensionContext context) throws IOException {
        if (provider != null) {
            provider.close();
        }
        if (server != null) {
            server.close();
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}
