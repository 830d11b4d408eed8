package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.Options;
import io.sandkeeper.sandboxserver.SandboxServer;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Daemon.Ended;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.ProviderContract;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;

/** The contract on real sandboxes, with what only these can do: run commands. */
final class SandboxServerTest extends ProviderContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir private static Path data;
    private static SandboxServer server;
    private static E2bProvider provider;

    @BeforeAll
    static void start() throws IOException {
        server = SandboxServer.start(Options.usual().withPort(0).withData(data));
        provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withDomain(server.domain()),
                        InstantSource.system());
    }

    @AfterAll
    static void stop() {
        provider.close();
        server.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Test
    void a_command_answers_with_its_output_and_its_exit_code() {
        var daemon = provider().daemon(make(Map.of()));

        // Two pipes: the protocol gives no order between what is written to one and to the other.
        var both = run(daemon, "echo \"$GREETING $NAME\"; echo oops >&2; exit 3");
        assertThat(both.exitCode()).isEqualTo(3);
        assertThat(both.output().lines()).containsExactlyInAnyOrder("hello you", "oops");
        assertThat(run(daemon, "true")).isEqualTo(new Ended(0, ""));
        assertThat(run(daemon, "kill -9 $$").exitCode()).isEqualTo(-1);
    }

    @Test
    void much_output_is_read_to_its_end() {
        var daemon = provider().daemon(make(Map.of()));

        var ended = run(daemon, "seq 1 200000; echo the end");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).hasSize(64 * 1024).endsWith("199999\n200000\nthe end\n");
    }

    @Test
    void a_command_over_its_limit_is_killed() {
        var daemon = provider().daemon(make(Map.of()));

        var ended =
                done(daemon.run("echo begun; exec sleep 3600", Map.of(), Duration.ofMillis(1500)));

        assertThat(ended).isEqualTo(new Ended(Ended.OVER_LIMIT, "begun\n"));
        assertThat(run(daemon, "pgrep -x sleep || echo none").output()).isEqualTo("none\n");
    }

    @Test
    void what_was_started_runs_on_and_survives_a_pause() {
        var sandbox = make(Map.of());
        var daemon = provider().daemon(sandbox);

        var pid = done(daemon.start("exec sleep 3600", Map.of())).pid();

        assertThat(run(daemon, "kill -0 " + pid).exitCode()).isZero();
        done(provider().pause(sandbox.sandbox()));
        var awake = done(provider().connect(sandbox.sandbox(), Duration.ofMinutes(30)));
        assertThat(run(provider().daemon(awake), "kill -0 " + pid).exitCode()).isZero();
    }

    @Test
    void a_command_that_a_kill_cuts_off_has_an_absent_sandbox() throws Exception {
        var sandbox = make(Map.of());
        var daemon = provider().daemon(sandbox);
        done(daemon.run("mkfifo /tmp/begun", Map.of(), LIMIT));
        var answer = new ArrayList<Object>();
        var running =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        answer.add(
                                                daemon.run(
                                                        "echo > /tmp/begun; sleep 3600",
                                                        Map.of(),
                                                        Duration.ofHours(1))));
        done(daemon.run("cat /tmp/begun", Map.of(), LIMIT));

        done(provider().kill(sandbox.sandbox()));

        running.join();
        assertThat(answer).singleElement().isInstanceOf(Answer.Absent.class);
    }

    @Test
    void a_listing_of_several_pages_is_whole() {
        var made = new ArrayList<SandboxId>();
        IntStream.range(0, 101).forEach(_ -> made.add(make(Map.of()).sandbox()));

        assertThat(find(Map.of()))
                .extracting(Provider.Seen::sandbox)
                .containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void the_same_key_makes_one_sandbox() {
        var order = order(template(), Map.of());

        var first = done(provider().create(order));
        var second = done(provider().create(order));

        assertThat(second).isEqualTo(first);
        assertThat(find(Map.of())).hasSize(1);
        done(provider().kill(first.sandbox()));
    }

    @Test
    void the_automatic_pause_is_kept() {
        var plain = order(template(), Map.of());
        var order =
                new Order(
                        plain.template(),
                        Duration.ofSeconds(1),
                        plain.metadata(),
                        Map.of(),
                        plain.idempotencyKey(),
                        true);

        var made = done(provider().create(order));

        assertThat(made.autoPauseRefused()).isFalse();
        assertThat(paused(made.sandbox())).isTrue();
        done(provider().kill(made.sandbox()));
    }

    private boolean paused(SandboxId sandbox) {
        var until = System.nanoTime() + LIMIT.toNanos();
        while (look(sandbox).condition() != Provider.Condition.PAUSED) {
            if (System.nanoTime() > until) {
                return false;
            }
        }
        return true;
    }

    private static Ended run(Daemon daemon, String command) {
        return done(daemon.run(command, Map.of("NAME", "you"), LIMIT));
    }
}
