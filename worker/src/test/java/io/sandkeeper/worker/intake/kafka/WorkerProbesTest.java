package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.WorkerApplication;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A whole worker, as an orchestrator sees it. */
@Timeout(120)
class WorkerProbesTest {
    private final EmbeddedStore store = EmbeddedStore.start(0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        store.close();
        http.close();
    }

    private HttpResponse<String> get(String port, String path) throws Exception {
        var address = URI.create("http://127.0.0.1:%s/actuator/%s".formatted(port, path));
        return http.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void await(int status, String port, String probe) throws Exception {
        Eventually.that(
                probe + " answers " + status,
                () -> get(port, "health/" + probe).statusCode() == status);
    }

    @Test
    void it_is_ready_with_a_broker_and_a_store_and_alive_without() throws Exception {
        try (var broker = TestBroker.start()) {
            broker.topics(4);
            try (var worker =
                    SpringApplication.run(
                            WorkerApplication.class,
                            "--server.port=0",
                            "--sandkeeper.kafka.bootstrap-servers="
                                    + broker.client().get("bootstrap.servers"),
                            "--sandkeeper.mongodb.uri=" + store.uri(),
                            "--sandkeeper.provider.api-key=none",
                            "--sandkeeper.provider.api-url=http://127.0.0.1:9")) {
                var port = worker.getEnvironment().getRequiredProperty("local.server.port");
                await(200, port, "readiness");
                await(200, port, "liveness");
                assertThat(get(port, "prometheus").body())
                        .contains("kafka_consumer_fetch_manager_records_lag_max");

                broker.freeze();
                await(503, port, "readiness");
                await(200, port, "liveness");
                broker.thaw();
                await(200, port, "readiness");

                store.close();
                await(503, port, "readiness");
                await(200, port, "liveness");
            }
        }
    }
}
