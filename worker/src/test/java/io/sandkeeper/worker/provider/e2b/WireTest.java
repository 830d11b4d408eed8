package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What left and what did not. */
@Isolated("it changes a property of the whole Java machine")
final class WireTest {
    @Test
    void only_a_failed_connect_says_that_nothing_was_sent() {
        assertThat(
                        List.of(
                                new ConnectException(),
                                new HttpConnectTimeoutException("x"),
                                new UnresolvedAddressException(),
                                new SSLHandshakeException("x")))
                .allSatisfy(
                        cause ->
                                assertThat(Wire.trouble(cause)).isInstanceOf(Trouble.Unsent.class));
        assertThat(
                        List.of(
                                new IOException("connection refused"),
                                new SocketException("no route to host"),
                                new HttpTimeoutException("x"),
                                new SSLException("x"),
                                new IllegalStateException("x")))
                .allSatisfy(
                        cause -> assertThat(Wire.trouble(cause)).isInstanceOf(Trouble.Lost.class));
    }

    @Test
    void a_connect_that_nobody_takes_was_not_sent() throws IOException {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var provider =
                        Orders.provider(
                                URI.create("http://127.0.0.1:" + full.getLocalPort()),
                                Duration.ofSeconds(2))) {
            var waiting = fill(full.getLocalPort());

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer))
                    .isEqualTo(
                            new Failure.Transient(
                                    "POST /v2/sandboxes: not sent: connecting took too long"));
            for (var one : waiting) {
                one.close();
            }
        }
    }

    /** The limit for connecting must not count what comes after: that would be a second create. */
    @Test
    void an_answer_may_take_longer_than_connecting() throws Exception {
        var longerThanConnecting = new CountDownLatch(1);
        try (var server =
                        new RawServer(
                                (_, out) -> {
                                    await(longerThanConnecting, Duration.ofMillis(600));
                                    RawServer.answer(out, 201, Orders.MADE);
                                });
                var provider =
                        new E2bProvider(
                                E2bSettings.of(server.url(), new ApiKey(Orders.KEY))
                                        .withTimes(Duration.ofMillis(200), Duration.ofSeconds(10)),
                                () -> Orders.NOW)) {

            var answer = provider.create(Orders.order());

            assertThat(answer).isInstanceOf(Answer.Done.class);
        }
    }

    @Test
    void a_client_that_would_repeat_a_create_is_not_built() {
        var property = "jdk.httpclient.enableAllMethodRetry";
        System.setProperty(property, "true");
        try {
            assertThatThrownBy(() -> Orders.provider(URI.create("http://127.0.0.1:1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(property);
        } finally {
            System.clearProperty(property);
        }
    }

    /** Nobody accepts, so the queue of connections fills up, and the next one waits. */
    private static List<SocketChannel> fill(int port) throws IOException {
        var waiting = new ArrayList<SocketChannel>();
        var connected = true;
        while (connected && waiting.size() < 16) {
            var next = SocketChannel.open();
            waiting.add(next);
            try {
                next.socket()
                        .connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 300);
            } catch (IOException _) {
                connected = false;
            }
        }
        assumeFalse(connected, "skipped: this system connects although nobody accepts");
        return waiting;
    }

    private static void await(CountDownLatch latch, Duration time) {
        try {
            assertThat(latch.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
