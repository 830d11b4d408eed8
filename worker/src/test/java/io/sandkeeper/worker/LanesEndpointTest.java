package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.worker.admission.Gate;
import io.sandkeeper.worker.admission.LaneView;
import io.sandkeeper.worker.admission.Reason;
import io.sandkeeper.worker.platform.LaneId;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class LanesEndpointTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final LaneId CREATE =
            new LaneId("e2b", Optional.empty(), LaneId.Operation.CREATE);
    private static final AtomicReference<LaneView> LANE = new AtomicReference<>(view(shut()));

    private static Gate shut() {
        return new Gate.Shut(Reason.SUSPENDED, NOW, NOW.plusSeconds(30), "POST /sandboxes: 401");
    }

    private static LaneView view(Gate gate) {
        return new LaneView(
                CREATE, gate, 17, Duration.ofSeconds(80), 12, NOW, 30, Optional.of(100L));
    }

    /** No configuration by itself: a worker that is started beside these tests must not find it. */
    @EnableAutoConfiguration
    static class OnlyThis {
        @Bean
        LanesEndpoint lanes() {
            return new LanesEndpoint(() -> List.of(LANE.get()), LanesEndpointTest::freed);
        }
    }

    private static Optional<LaneView> freed(String lane) {
        if (!lane.equals(CREATE.toString())) {
            return Optional.empty();
        }
        LANE.set(view(new Gate.Free()));
        return Optional.of(LANE.get());
    }

    @Test
    void shows_the_lanes_and_frees_one_by_hand() throws Exception {
        try (var context =
                        new SpringApplicationBuilder(OnlyThis.class)
                                .run(
                                        "--server.port=0",
                                        "--management.endpoint.health.validate-group-membership=false");
                var client = HttpClient.newHttpClient()) {
            var port =
                    Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                            .getPort();
            var address = URI.create("http://127.0.0.1:" + port + "/actuator/lanes");

            var before =
                    client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body())
                    .contains("\"lane\":\"e2b/-/create\"", "\"gate\":\"shut\"", "SUSPENDED")
                    .contains("\"waiting\":17", "\"remaining\":70", "401");

            assertThat(post(client, address, "e2b/-/nothing")).contains("error");
            assertThat(post(client, address, "e2b/-/create")).contains("\"gate\":\"free\"");
            assertThat(LANE.get().gate()).isEqualTo(new Gate.Free());
        }
    }

    private static String post(HttpClient client, URI address, String lane)
            throws IOException, InterruptedException {
        var body = "{\"lane\": \"" + lane + "\"}";
        var request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void is_also_shown_by_gauges() {
        var meters = new SimpleMeterRegistry();

        new LaneMeters(meters).accept(List.of(view(shut())));

        assertThat(meters.get("sandkeeper.breaker.state").gauge().value()).isEqualTo(3);
        assertThat(meters.get("sandkeeper.queue.length").gauge().value()).isEqualTo(17);
        assertThat(meters.get("sandkeeper.queue.age").gauge().value()).isEqualTo(80);
        assertThat(meters.get("sandkeeper.budget.used").tag("lane", "e2b/-/create").gauge().value())
                .isEqualTo(30);
    }
}
