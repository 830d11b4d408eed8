package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class FrontageTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static Frontage at(String provider, Addresses addresses) {
        return Frontage.with(E2bSettings.of(URI.create(provider), new ApiKey("e2b_00")), addresses);
    }

    private static Frontage atHome() {
        return at("http://127.0.0.1:1", Addresses.USUAL);
    }

    private static Frontage.Sign look(Frontage frontage, RawServer server) {
        return frontage.status(
                URI.create("http://3000-box.localhost:%d/".formatted(server.url().getPort())),
                LIMIT);
    }

    @Test
    void the_sandbox_is_named_as_a_browser_would() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, "hello"))) {
            assertThat(look(atHome(), server)).isEqualTo(new Frontage.Sign.Status(200));

            var asked = server.asked().getFirst();
            assertThat(asked.headers())
                    .containsEntry("host", "3000-box.localhost:" + server.url().getPort());
            assertThat(asked.target()).isEqualTo("/");
        }
    }

    @Test
    void a_redirection_is_not_followed() throws IOException {
        try (var server =
                new RawServer(
                        (_, out) ->
                                write(
                                        out,
                                        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(look(atHome(), server)).isEqualTo(new Frontage.Sign.Status(302));
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void of_an_endless_answer_only_the_first_line_is_read() throws Exception {
        var broken = new CountDownLatch(1);
        try (var server =
                new RawServer(
                        (_, out) -> {
                            write(out, "HTTP/1.1 200 OK\r\n\r\n");
                            try {
                                while (true) {
                                    write(out, "x".repeat(64 * 1024));
                                }
                            } catch (IOException e) {
                                broken.countDown();
                                throw e;
                            }
                        })) {
            assertThat(look(atHome(), server)).isEqualTo(new Frontage.Sign.Status(200));
            assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_line_without_an_end_is_no_answer() throws IOException {
        try (var server =
                new RawServer((_, out) -> write(out, "HTTP/1.1 200 " + "x".repeat(1_000_000)))) {
            assertThat(look(atHome(), server)).isInstanceOf(Frontage.Sign.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void one_that_says_nothing_takes_no_longer_than_the_limit() throws IOException {
        try (var server = new RawServer((_, _) -> {})) {
            var start = System.nanoTime();
            var sign =
                    atHome().status(
                                    URI.create(
                                            "http://3000-box.localhost:%d/"
                                                    .formatted(server.url().getPort())),
                                    Duration.ofMillis(300));

            assertThat(sign).isEqualTo(new Frontage.Sign.None("no answer within PT0.3S"));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_private_address_is_refused_unless_the_provider_is_on_one() throws IOException {
        var connections = new AtomicInteger();
        try (var server = new RawServer((_, _) -> connections.incrementAndGet())) {
            var frontage =
                    at(
                            "https://api.example.com",
                            host ->
                                    host.equals("api.example.com")
                                            ? InetAddress.getByName("93.184.216.34")
                                            : InetAddress.getLoopbackAddress());
            var sign =
                    frontage.status(
                            URI.create(
                                    "http://3000-box.example.com:%d/"
                                            .formatted(server.url().getPort())),
                            LIMIT);

            assertThat(sign)
                    .isEqualTo(new Frontage.Sign.None("refused: its address is a private one"));
            assertThat(connections).hasValue(0);
        }
    }

    /** A name that leads home the second time it is asked for. */
    @Test
    void what_was_judged_is_what_is_connected_to() throws IOException {
        var asked = new AtomicInteger();
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, "secret"))) {
            var frontage =
                    at(
                            "https://api.example.com",
                            host ->
                                    asked.getAndIncrement() == 0
                                            // Reserved for documentation: nobody is there.
                                            ? InetAddress.getByName("203.0.113.1")
                                            : InetAddress.getLoopbackAddress());
            var sign =
                    frontage.status(
                            URI.create(
                                    "http://3000-box.example.com:%d/"
                                            .formatted(server.url().getPort())),
                            Duration.ofMillis(300));

            assertThat(sign).isInstanceOf(Frontage.Sign.None.class);
            assertThat(asked).hasValue(1);
            assertThat(server.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
                "100.64.0.1", "198.18.0.1", "192.0.0.1", "224.0.0.1", "255.255.255.255", "::1",
                "::", "fe80::1", "fc00::1", "fd12::1", "64:ff9b::7f00:1", "2002:7f00:1::",
                "::ffff:10.0.0.1", "::127.0.0.1", "ff02::1"
            })
    void is_private(String address) throws IOException {
        assertThat(Addresses.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8.8.8.8", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
    void is_public(String address) throws IOException {
        assertThat(Addresses.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
