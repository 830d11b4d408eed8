package io.sandkeeper.sandboxserver.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.HttpLimits;
import io.sandkeeper.sandboxserver.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

@DisplayName("A delivery")
@Timeout(30)
class CourierTest {
    private final InstantSource time = InstantSource.fixed(Instant.EPOCH);
    private final HttpServer receiver = new HttpServer(HttpLimits.USUAL, InstantSource.system());
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final Set<String> deliveryIds = ConcurrentHashMap.newKeySet();
    private final Courier courier =
            new Courier(
                    Duration.ofMillis(20),
                    event -> event.id().getBytes(StandardCharsets.UTF_8),
                    time);
    private URI url = URI.create("http://127.0.0.1");

    @BeforeEach
    void listen() throws IOException {
        var socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        url =
                URI.create(
                        "http://127.0.0.1:"
                                + ((InetSocketAddress) socket.getLocalAddress()).getPort());
        receiver.serve(
                socket,
                exchange -> {
                    deliveryIds.add(
                            exchange.request().headers().first("e2b-delivery-id").orElse(""));
                    Integer status = statuses.poll();
                    exchange.answer(status == null ? 200 : status, new Headers(), new byte[0]);
                });
    }

    @AfterEach
    void close() {
        courier.close();
        receiver.close();
    }

    private Delivery deliver() {
        var hook =
                new Webhook(
                        "hook",
                        "",
                        Instant.EPOCH,
                        "name",
                        url,
                        true,
                        List.of("t"),
                        new Webhook.Secret("s"));
        courier.send(hook, new Event("e", "v2", "t", "", "", "", Map.of(), "", "", "", "", ""));
        while (true) {
            List<Delivery> deliveries = courier.deliveries("hook");
            if (!deliveries.isEmpty()
                    && (deliveries.getFirst().succeeded()
                            || deliveries.getFirst().attempts().size() == 4)) {
                return deliveries.getFirst();
            }
        }
    }

    @Test
    @DisplayName("is tried again until it succeeds, under the same id")
    void isTriedAgain() {
        statuses.addAll(List.of(500, 404));

        Delivery delivery = deliver();

        assertThat(delivery.attempts().stream().map(Delivery.Attempt::status))
                .containsExactly(Optional.of(500), Optional.of(404), Optional.of(200));
        assertThat(deliveryIds).containsExactly(delivery.id());
    }

    @Test
    @DisplayName("is given up after three retries, also when nobody listens")
    void isGivenUp() {
        receiver.close();

        Delivery delivery = deliver();

        assertThat(delivery.succeeded()).isFalse();
        assertThat(delivery.attempts()).hasSize(4).allMatch(a -> a.status().isEmpty());
    }
}
