package io.sandkeeper.sandboxserver.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.sandboxserver.ClosedPort;
import io.sandkeeper.sandboxserver.LoopbackGuest;
import io.sandkeeper.sandboxserver.ScriptedServer;
import io.sandkeeper.sandboxserver.ScriptedServer.Peer;
import io.sandkeeper.sandboxserver.http.HttpLimits;
import io.sandkeeper.sandboxserver.http.HttpServer;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(20)
class GatewayTest {
    private static final String GET = "GET /page?a=1 HTTP/1.1\r\nHost: 3000-i1.localhost\r\n";

    private final LoopbackGuest guest = new LoopbackGuest();
    private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);
    private final Gateway gateway = new Gateway();
    private final HttpServer server = new HttpServer(HttpLimits.USUAL, InstantSource.system());
    private int entrance;
    private volatile int port;

    @BeforeEach
    void open() throws IOException {
        var socket =
                ServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        entrance = socket.socket().getLocalPort();
        server.serve(socket, exchange -> gateway.handle(guest, port, exchange));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Peer client(ScriptedServer upstream) throws IOException {
        port = upstream.port();
        return ScriptedServer.connect(entrance);
    }

    private String answerTo(String request, ScriptedServer upstream) throws IOException {
        return answerTo(request, upstream.port());
    }

    private String answerTo(String request, int upstream) throws IOException {
        port = upstream;
        var client = ScriptedServer.connect(entrance);
        client.say(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        return client.readAll();
    }

    private ScriptedServer recording(String answer) throws IOException {
        return new ScriptedServer(
                peer -> {
                    seen.add(peer.head());
                    peer.say(answer);
                });
    }

    @Test
    void passes_the_request_on_with_where_it_came_from() throws Exception {
        try (var upstream = recording("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nhi")) {
            var answer =
                    answerTo(
                            GET
                                    + "Cookie: c=d\r\nX-Hop: 1\r\nTE: trailers\r\nKeep-Alive: 5\r\n\r\n",
                            upstream);

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("X-A: b\r\n");
            assertThat(answer).endsWith("\r\n\r\nhi");
            assertThat(seen.take())
                    .startsWith("GET /page?a=1 HTTP/1.1\r\n")
                    .contains("Host: 3000-i1.localhost\r\n")
                    .contains("Cookie: c=d\r\n")
                    .contains("X-Forwarded-Host: 3000-i1.localhost\r\n")
                    .contains("X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .contains("Connection: close\r\n")
                    .doesNotContain("TE:", "Keep-Alive:");
        }
    }

    @Test
    void drops_the_fields_that_Connection_names() throws Exception {
        try (var upstream =
                recording("HTTP/1.1 204 No Content\r\nConnection: X-B\r\nX-B: 1\r\n\r\n")) {
            var client = client(upstream);
            client.say(GET + "Connection: x-hop\r\nX-Hop: 1\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 204").doesNotContain("X-B");
            assertThat(seen.take()).doesNotContain("X-Hop");
        }
    }

    @Test
    void shows_the_port_another_host_when_asked_to() throws Exception {
        guest.with(
                new NetworkPolicy(
                        true,
                        true,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Optional.of("localhost:${PORT}")));
        try (var upstream = recording("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            answerTo(GET + "\r\n", upstream);

            assertThat(seen.take())
                    .contains("Host: localhost:" + port + "\r\n")
                    .doesNotContain("\r\nHost: 3000-i1.localhost")
                    .contains("X-Forwarded-Host: 3000-i1.localhost\r\n");
        }
    }

    @Test
    void keeps_the_client_connected_when_the_upstream_closes_after_each_answer() throws Exception {
        try (var upstream = ScriptedServer.saying("HTTP/1.0 200 OK\r\n\r\nuntil the end")) {
            var client = client(upstream);
            for (int i = 0; i < 3; i++) {
                client.say(GET + "\r\n");
                assertThat(client.head()).contains("Transfer-Encoding: chunked");
                assertThat(client.readThrough("0\r\n\r\n"))
                        .isEqualTo("d\r\nuntil the end\r\n0\r\n\r\n");
            }
        }
    }

    @Test
    void passes_chunks_and_drops_trailers_and_interim_answers() throws Exception {
        try (var upstream =
                ScriptedServer.saying(
                        String.join(
                                "\r\n",
                                List.of(
                                        "HTTP/1.1 103 Early Hints",
                                        "Link: x",
                                        "",
                                        "HTTP/1.1 200 OK",
                                        "Transfer-Encoding: chunked",
                                        "",
                                        "3;x=y",
                                        "abc",
                                        "2",
                                        "de",
                                        "0",
                                        "Trailing: 1",
                                        "",
                                        "")))) {
            var answer = answerTo(GET + "\r\n", upstream);

            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("Link", "Trailing");
            assertThat(
                            answer.replaceAll("(?s).*?\r\n\r\n([0-9]+\r\n.*)", "$1")
                                    .replaceAll("\r\n", "|"))
                    .isIn("5|abcde|0||", "3|abc|2|de|0||");
        }
    }

    @Test
    void answers_HEAD_with_the_length_and_no_body() throws Exception {
        try (var upstream = ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")) {
            var client = client(upstream);
            client.say(GET.replace("GET", "HEAD") + "\r\n");
            assertThat(client.head()).contains("Content-Length: 7\r\n");

            client.say(GET.replace("GET", "HEAD") + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void answers_304_without_a_body_and_goes_on() throws Exception {
        try (var upstream =
                ScriptedServer.saying("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n")) {
            var client = client(upstream);
            client.say(GET + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 304").contains("ETag: \"x\"");

            client.say(GET + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 304");
        }
    }

    @Test
    void streams_an_upload_while_it_is_sent() throws Exception {
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            seen.add(peer.head());
                            seen.add(peer.readThrough("first\r\n"));
                            seen.add(peer.readThrough("0\r\n\r\n"));
                            peer.say("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
                        })) {
            var client = client(upstream);
            client.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.say("5\r\nfirst\r\n");
            assertThat(seen.take()).contains("Transfer-Encoding: chunked\r\n");
            assertThat(seen.take()).isEqualTo("5\r\nfirst\r\n");

            client.say("6\r\nsecond\r\n0\r\n\r\n");
            assertThat(seen.take()).isEqualTo("6\r\nsecond\r\n0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void carries_large_bodies_both_ways_at_once() throws Exception {
        int size = 8 << 20;
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            seen.add(peer.head());
                            peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                            var buffer = new byte[65536];
                            for (int left = size; left > 0; ) {
                                int read = peer.in().read(buffer);
                                peer.out().write(buffer, 0, read);
                                left -= read;
                            }
                        })) {
            var client = client(upstream);
            client.say("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
            var body = new byte[size];
            new Random(7).nextBytes(body);
            Thread.ofVirtual().start(() -> write(client, body));

            assertThat(client.head()).contains("Content-Length: " + size);
            assertThat(client.in().readNBytes(size)).isEqualTo(body);
            assertThat(seen.take()).contains("Content-Length: " + size + "\r\n");
        }
    }

    private static void write(Peer client, byte[] body) {
        try {
            client.out().write(body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void asks_a_careful_client_for_its_body() throws Exception {
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            seen.add(peer.head());
                            seen.add(peer.read(2));
                            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                        })) {
            var client = client(upstream);
            client.say(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100");
            client.say("ab");

            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(seen.take()).doesNotContain("Expect");
            assertThat(seen.take()).isEqualTo("ab");
        }
    }

    @Test
    void gives_the_answer_to_a_client_that_is_still_sending() throws Exception {
        try (var upstream =
                ScriptedServer.saying("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")) {
            var client = client(upstream);
            client.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nsome");

            assertThat(client.head()).startsWith("HTTP/1.1 413");
            assertThat(client.read(3)).isEqualTo("big");
        }
    }

    @Test
    void sends_events_on_as_they_come() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            peer.head();
                            peer.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                            go.await();
                            peer.say("data: 1\n\n");
                            peer.in().read();
                        })) {
            var client = client(upstream);
            client.say(GET + "\r\n");
            assertThat(client.head()).contains("text/event-stream");

            go.countDown();
            assertThat(client.readThrough("data: 1\n\n")).isEqualTo("9\r\ndata: 1\n\n");
        }
    }

    @Test
    void becomes_a_tunnel_when_both_sides_want_a_web_socket() throws Exception {
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            seen.add(peer.head());
                            peer.say(
                                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
                            peer.say(peer.read(4).toUpperCase(Locale.ROOT));
                            seen.add("end:" + peer.in().read());
                            peer.say("bye");
                        })) {
            var client = client(upstream);
            client.say(
                    GET
                            + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Key: k\r\n\r\n");

            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains(
                            "Upgrade: websocket\r\n",
                            "Connection: Upgrade\r\n",
                            "Sec-WebSocket-Accept: x\r\n");
            assertThat(seen.take())
                    .contains(
                            "Upgrade: websocket\r\n",
                            "Connection: Upgrade\r\n",
                            "Sec-WebSocket-Key: k\r\n");
            assertThat(client.read(5)).isEqualTo("hello");
            client.say("ping");
            assertThat(client.read(4)).isEqualTo("PING");
            client.socket().shutdownOutput();
            assertThat(seen.take()).isEqualTo("end:-1");
            assertThat(client.readAll()).isEqualTo("bye");
        }
    }

    @Test
    void passes_a_refused_upgrade_on_as_an_answer() throws Exception {
        try (var upstream =
                ScriptedServer.saying("HTTP/1.1 426 No\r\nContent-Length: 2\r\n\r\nno")) {
            var client = client(upstream);
            client.say(GET + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 426");
            assertThat(client.read(2)).isEqualTo("no");
        }
    }

    @Test
    void does_not_offer_HTTP_2_to_the_upstream() throws Exception {
        try (var upstream = recording("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            var client = client(upstream);
            client.say(
                    GET
                            + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(seen.take()).doesNotContain("Upgrade", "HTTP2");
        }
    }

    @Test
    void says_in_JSON_that_a_port_is_not_open() throws Exception {
        try (var closed = new ClosedPort()) {
            var answer = answerTo(GET + "User-Agent: curl/8\r\n\r\n", closed.number());

            assertThat(answer)
                    .startsWith("HTTP/1.1 502 ")
                    .contains("Content-Type: application/json; charset=utf-8\r\n")
                    .endsWith(
                            "{\"sandboxId\":\"iloopback\",\"message\":\"The sandbox is running but"
                                    + " port is not open\",\"port\":"
                                    + closed.number()
                                    + ",\"code\":502}");
        }
    }

    @Test
    void says_it_to_browsers_as_a_page() throws Exception {
        try (var closed = new ClosedPort()) {
            var answer = answerTo(GET + "User-Agent: Mozilla/5.0 (X11)\r\n\r\n", closed.number());

            assertThat(answer)
                    .startsWith("HTTP/1.1 502 ")
                    .contains(
                            "Content-Type: text/html; charset=utf-8\r\n", "port is not open</h1>");
        }
    }

    @Test
    void asks_for_the_token_when_the_ports_are_not_public() throws Exception {
        guest.with(
                new NetworkPolicy(true, false, List.of(), List.of(), Map.of(), Optional.empty()));
        try (var upstream = recording("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(answerTo(GET + "\r\n", upstream))
                    .startsWith("HTTP/1.1 403")
                    .contains("Token header 'e2b-traffic-access-token' is missing\",\"code\":403}");
            assertThat(answerTo(GET + "E2b-Traffic-Access-Token: no\r\n\r\n", upstream))
                    .startsWith("HTTP/1.1 403")
                    .contains("Provided token in header 'e2b-traffic-access-token' is invalid");
            assertThat(seen).isEmpty();

            assertThat(answerTo(GET + "E2b-Traffic-Access-Token: traffic\r\n\r\n", upstream))
                    .startsWith("HTTP/1.1 200");
            assertThat(seen.take()).doesNotContainIgnoringCase("traffic-access-token");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "\u0000\u0001\u0002\u0003",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nBad name: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
            })
    void answers_502_to_rubbish_from_the_port(String rubbish) throws Exception {
        try (var upstream = ScriptedServer.saying(rubbish)) {
            assertThat(answerTo(GET + "\r\n", upstream))
                    .startsWith("HTTP/1.1 502 ")
                    .contains("\"code\":502");
        }
    }

    @Test
    void answers_502_to_a_head_without_an_end() throws Exception {
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            peer.head();
                            peer.say("HTTP/1.1 200 OK\r\n");
                            while (true) {
                                peer.say("X: " + "y".repeat(1000) + "\r\n");
                            }
                        })) {
            assertThat(answerTo(GET + "\r\n", upstream)).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void sees_at_once_that_a_port_waits_for_another_protocol() throws Exception {
        var answered = new CountDownLatch(1);
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            peer.say("220 mail ready");
                            answered.await();
                        })) {
            assertThat(answerTo(GET + "\r\n", upstream)).startsWith("HTTP/1.1 502 ");
            answered.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"
            })
    void breaks_an_answer_off_that_the_port_broke_off(String part) throws Exception {
        try (var upstream = ScriptedServer.saying("HTTP/1.1 200 OK\r\n" + part)) {
            var client = client(upstream);
            client.say(GET + "\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> client.readThrough("0\r\n\r\n"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void lets_a_pause_cut_streams_and_tunnels() throws Exception {
        var tunnelled = new CountDownLatch(1);
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            boolean upgrade = peer.head().contains("Upgrade: echo");
                            peer.say(
                                    upgrade
                                            ? "HTTP/1.1 101 Yes\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n"
                                            : "HTTP/1.1 200 OK\r\n\r\n");
                            seen.add("closed:" + peer.in().read());
                            tunnelled.countDown();
                        })) {
            var stream = client(upstream);
            stream.say(GET + "\r\n");
            stream.head();
            var tunnel = client(upstream);
            tunnel.say(GET + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            tunnel.head();
            assertThat(guest.open()).isEqualTo(2);

            guest.cutAll();

            assertThatThrownBy(() -> stream.readThrough("x")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> tunnel.readThrough("x")).isInstanceOf(IOException.class);
            assertThat(tunnelled.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closes_a_tunnel_upstream_when_the_client_vanishes() throws Exception {
        try (var upstream =
                new ScriptedServer(
                        peer -> {
                            peer.head();
                            peer.say(
                                    "HTTP/1.1 101 Yes\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
                            seen.add("end:" + peer.in().read());
                        })) {
            var client = client(upstream);
            client.say(GET + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            client.head();

            client.socket().close();

            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("end:-1");
        }
    }

    @Test
    void refuses_a_body_that_is_no_chunks() throws Exception {
        try (var upstream = new ScriptedServer(peer -> peer.readAll())) {
            var client = client(upstream);
            client.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }
}
