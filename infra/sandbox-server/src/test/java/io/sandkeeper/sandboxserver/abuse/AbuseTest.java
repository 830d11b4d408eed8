package io.sandkeeper.sandboxserver.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sandkeeper.sandboxserver.RunningServer;
import io.sandkeeper.sandboxserver.ScriptedServer;
import io.sandkeeper.sandboxserver.ScriptedServer.Peer;
import io.sandkeeper.sandboxserver.abuse.Client.Box;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whatever comes in at the port, the server goes on serving everybody else. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class AbuseTest {
    @TempDir static Path data;
    private static RunningServer server;
    private static Client client;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start(data);
        client = new Client(server.url(), server.key());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void everybodyElseIsServed() throws Exception {
        for (var it : opened) {
            it.close();
        }
        var box = client.create();
        assertThat(client.run(box, "echo alive")).isEqualTo("alive\n");
        client.kill(box);
    }

    private Peer connect() throws IOException {
        var peer = ScriptedServer.connect(server.url().getPort());
        opened.add(peer.socket());
        return peer;
    }

    @Test
    void ten_thousand_idle_connections_leave_room_for_one_more() throws Exception {
        var clients =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IdleClients.class.getName(),
                                "" + server.url().getPort(),
                                "10000")
                        .start();
        try (var _ = clients.outputWriter()) {
            assertThat(clients.inputReader().readLine()).isEqualTo("10000");

            long start = System.nanoTime();
            everybodyElseIsServed();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        } finally {
            clients.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                "\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET http://x:y:z/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 99999-i1.localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 3000-i1-2-3.localhost\r\n\r\n",
                "GET /%zz%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /sandboxes/..%2f..%2fetc HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void a_malformed_request_is_refused_and_no_stack_is_shown(String request) throws Exception {
        var peer = connect();
        peer.say(request);
        peer.socket().shutdownOutput();

        var answer = answerOrReset(peer);
        if (!answer.isEmpty()) {
            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain(".java", "Exception", "\tat ");
            assertThat(answer.substring(9, 10)).as(answer).isIn("4", "5");
            assertThat(answer).doesNotStartWith("HTTP/1.1 500");
        }
    }

    /** A head that ends in the middle deserves no answer. */
    private static String answerOrReset(Peer peer) throws IOException {
        try {
            return peer.readAll();
        } catch (SocketException _) {
            return "";
        }
    }

    @Test
    void a_head_without_an_end_is_cut_off() throws Exception {
        var peer = connect();

        assertThatCode(
                        () -> {
                            peer.say("GET / HTTP/1.1\r\nHost: x\r\n");
                            for (int i = 0; i < 100_000; i++) {
                                peer.say("X-Header-" + i + ": " + "y".repeat(100) + "\r\n");
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_control_request_whose_body_never_ends_is_refused() throws Exception {
        var peer = connect();

        assertThatCode(
                        () -> {
                            peer.say(
                                    "POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            .formatted(server.key()));
                            for (int i = 0; i < 4096; i++) {
                                peer.say("10000\r\n" + " ".repeat(65536) + "\r\n");
                            }
                        })
                .as("256 MiB of blanks in front of a JSON text")
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u00ff\u00ff\u00ff\u00ff",
                "\u0000\u007f\u00ff\u00ff\u00ff{\"process\":",
                "\u0001\u0000\u0000\u0000\u0002{}",
                "\u0002\u0000\u0000\u0000\u0002{}",
                "\u0000\u0000\u0000\u0000\u0001{",
                "\u0000\u0000\u0000\u0000\u0004null",
                "\u0000\u0000\u0000",
                "no envelope"
            })
    void a_malformed_stream_is_answered_with_an_error(String body) throws Exception {
        var box = client.create();
        var peer = connect();
        peer.say(
                "POST /process.Process/Start HTTP/1.1\r\nHost: localhost\r\nE2b-Sandbox-Id: %s\r\nE2b-Sandbox-Port: 49983\r\nX-Access-Token: %s\r\nContent-Type: application/connect+json\r\nConnect-Protocol-Version: 1\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(box.id(), box.token(), body.getBytes(ISO_8859_1).length, body));
        peer.socket().shutdownOutput();

        assertThat(peer.readAll())
                .startsWith("HTTP/1.1 ")
                .containsAnyOf("{\"error\":{", "HTTP/1.1 4")
                .doesNotContain(".java", "\tat ");
        client.kill(box);
    }

    @Test
    void a_process_that_prints_for_ever_to_nobody_is_held_back() throws Exception {
        var box = client.create();
        var peer = connect();
        client.startOn(peer, box, "yes");
        peer.readThrough("\"start\"");
        // Nothing more is read from here: the pipes fill up, and memory must not.
        for (int i = 0; i < 20; i++) {
            assertThat(client.run(box, "echo " + i)).isEqualTo(i + "\n");
        }
        System.gc();
        var runtime = Runtime.getRuntime();
        assertThat(runtime.totalMemory() - runtime.freeMemory()).isLessThan(256L << 20);

        client.kill(box);

        assertThatCode(peer::readAll).as("cut by the kill").isInstanceOfAny(IOException.class);
    }

    @Test
    void an_upload_that_never_ends_ends_with_its_sandbox() throws Exception {
        var box = client.create();
        var peer = connect();
        peer.say(
                "POST /files?path=endless HTTP/1.1\r\nHost: localhost\r\nE2b-Sandbox-Id: %s\r\nE2b-Sandbox-Port: 49983\r\nX-Access-Token: %s\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .formatted(box.id(), box.token()));
        for (int i = 0; i < 16; i++) {
            peer.say("10000\r\n" + "x".repeat(65536) + "\r\n");
        }

        client.kill(box);

        assertThatCode(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                peer.say("10000\r\n" + "x".repeat(65536) + "\r\n");
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void many_sandboxes_are_killed_while_their_commands_print() throws Exception {
        var boxes = new ArrayList<Box>();
        for (int i = 0; i < 10; i++) {
            var box = client.create();
            client.startOn(connect(), box, "while true; do echo " + "x".repeat(1000) + "; done");
            boxes.add(box);
        }

        for (var box : boxes) {
            client.kill(box);
        }

        assertThat(client.list()).doesNotContainAnyElementsOf(boxes.stream().map(Box::id).toList());
    }
}
