package io.sandkeeper.sandboxserver.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.sandboxserver.ClosedPort;
import io.sandkeeper.sandboxserver.LoopbackGuest;
import io.sandkeeper.sandboxserver.ScriptedServer;
import io.sandkeeper.sandboxserver.http.HttpLimits;
import io.sandkeeper.sandboxserver.http.HttpServer;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(20)
class EgressTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final LoopbackGuest guest = new LoopbackGuest();
    private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);
    private final HttpServer server = new HttpServer(HttpLimits.USUAL, InstantSource.system());

    @AfterEach
    void close() {
        server.close();
    }

    private WayOut open(int... allowedPorts) throws IOException {
        var allowed =
                IntStream.of(allowedPorts)
                        .mapToObj(port -> new HostPort("127.0.0.1", port))
                        .collect(Collectors.toSet());
        return new Egress(new EgressSettings(false, allowed, Set.of()), server, false).open(guest);
    }

    private static ScriptedServer.Peer proxy(WayOut out) throws IOException {
        var proxy = URI.create(String.valueOf(out.environment().get("http_proxy")));
        return ScriptedServer.connect(proxy.getPort());
    }

    private ScriptedServer recording() throws IOException {
        return new ScriptedServer(
                peer -> {
                    seen.add(peer.head());
                    peer.say(OK);
                });
    }

    @Test
    void passes_plain_requests_on_in_origin_form() throws Exception {
        try (var upstream = recording();
                var out = open(upstream.port());
                var client = proxy(out).socket()) {
            var peer =
                    new ScriptedServer.Peer(
                            client, client.getInputStream(), client.getOutputStream());
            peer.say(
                    "GET http://u:p@127.0.0.1:%d/a/b?c=d HTTP/1.1\r\nHost: wrong\r\nProxy-Connection: x\r\nProxy-Authorization: y\r\n\r\n"
                            .formatted(upstream.port()));

            assertThat(peer.head()).startsWith("HTTP/1.1 200");
            assertThat(seen.take())
                    .startsWith("GET /a/b?c=d HTTP/1.1\r\n")
                    .contains("Host: 127.0.0.1:" + upstream.port() + "\r\n")
                    .doesNotContain("Proxy-", "wrong", "X-Forwarded");
        }
    }

    @Test
    void tunnels_what_is_connected() throws Exception {
        try (var upstream =
                        new ScriptedServer(
                                peer -> {
                                    peer.say("greeting ");
                                    peer.say(peer.readAll());
                                });
                var out = open(upstream.port())) {
            var client = proxy(out);
            client.say(
                    "CONNECT 127.0.0.1:%1$d HTTP/1.1\r\nHost: 127.0.0.1:%1$d\r\n\r\nearly"
                            .formatted(upstream.port()));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.read(9)).isEqualTo("greeting ");
            client.say(" late");
            client.socket().shutdownOutput();
            assertThat(client.readAll()).isEqualTo("early late");
        }
    }

    @Test
    void refuses_what_is_not_configured() throws Exception {
        try (var upstream = recording();
                var out = open()) {
            var plain = proxy(out);
            plain.say(
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: h\r\n\r\n"
                            .formatted(upstream.port()));
            assertThat(plain.head()).startsWith("HTTP/1.1 403");

            var tunnel = proxy(out);
            tunnel.say(
                    "CONNECT localhost:%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(upstream.port()));
            assertThat(tunnel.head()).startsWith("HTTP/1.1 403");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void obeys_a_policy_from_the_next_request_on() throws Exception {
        try (var upstream = recording();
                var out = open(upstream.port())) {
            var client = proxy(out);
            var request =
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: h\r\n\r\n"
                            .formatted(upstream.port());
            client.say(request);
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            client.read(2);

            guest.with(
                    new NetworkPolicy(
                            true,
                            true,
                            List.of(),
                            List.of("0.0.0.0/0"),
                            Map.of(),
                            Optional.empty()));
            client.say(request);
            assertThat(client.head()).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void sets_the_headers_of_the_rules_on_plain_requests() throws Exception {
        guest.with(
                new NetworkPolicy(
                        true,
                        true,
                        List.of(),
                        List.of(),
                        Map.of("127.0.0.1", Map.of("Authorization", "Bearer secret")),
                        Optional.empty()));
        try (var upstream = recording();
                var out = open(upstream.port())) {
            var client = proxy(out);
            client.say(
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: h\r\nauthorization: Bearer guess\r\n\r\n"
                            .formatted(upstream.port()));
            client.head();

            assertThat(seen.take())
                    .contains("Authorization: Bearer secret\r\n")
                    .doesNotContain("guess");
        }
    }

    @Test
    void lets_no_rule_smuggle_a_line_in() throws Exception {
        guest.with(
                new NetworkPolicy(
                        true,
                        true,
                        List.of(),
                        List.of(),
                        Map.of("127.0.0.1", Map.of("X-Rule", "a\r\nX-Smuggled: b")),
                        Optional.empty()));
        try (var upstream = recording();
                var out = open(upstream.port())) {
            var client = proxy(out);
            client.say(
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: h\r\n\r\n"
                            .formatted(upstream.port()));
            client.head();

            assertThat(seen.take())
                    .contains("X-Rule: a X-Smuggled: b\r\n")
                    .doesNotContain("\nX-Smuggled");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET https://127.0.0.1/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://:80/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://127.0.0.1:99999/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "CONNECT nowhere HTTP/1.1\r\nHost: h\r\n\r\n"
            })
    void refuses_what_no_proxy_is_asked(String request) throws Exception {
        try (var out = open()) {
            var client = proxy(out);
            client.say(request);

            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void says_that_nobody_listens_there() throws Exception {
        try (var closed = new ClosedPort();
                var out = open(closed.number())) {
            var client = proxy(out);
            client.say(
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: h\r\n\r\n"
                            .formatted(closed.number()));

            assertThat(client.head()).startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void lets_a_pause_cut_what_is_under_way() throws Exception {
        var reached = new CountDownLatch(1);
        try (var upstream =
                        new ScriptedServer(
                                peer -> {
                                    reached.countDown();
                                    seen.add("end:" + peer.in().read());
                                });
                var out = open(upstream.port())) {
            var client = proxy(out);
            client.say(
                    "CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(upstream.port()));
            client.head();
            reached.await();

            guest.cutAll();

            assertThatThrownBy(() -> client.readThrough("x")).isInstanceOf(IOException.class);
            assertThat(seen.take()).isEqualTo("end:-1");
        }
    }

    @Test
    void is_closed_with_its_sandbox() throws Exception {
        var out = open();
        int port = URI.create(String.valueOf(out.environment().get("https_proxy"))).getPort();

        out.close();

        assertThatThrownBy(() -> ScriptedServer.connect(port)).isInstanceOf(IOException.class);
    }

    @Test
    void leaves_the_sandboxs_own_loopback_alone() throws Exception {
        try (var out = open()) {
            assertThat(out.environment()).containsEntry("no_proxy", "localhost,127.0.0.1,::1");
        }
    }
}
