package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The probes as an orchestrator sees them, with the settings that a worker has. */
@Timeout(60)
class ProbesTest {
    private static final AtomicReference<Optional<String>> POLL_LOOPS = new AtomicReference<>();
    private static final AtomicReference<Optional<String>> KAFKA = new AtomicReference<>();

    private final EmbeddedStore store = EmbeddedStore.start(0);
    private final Mongo mongo =
            Mongo.connect(new MongoSettings(store.uri(), "probes", 2, Duration.ofMillis(300)));
    private final HttpClient http = HttpClient.newHttpClient();
    private ConfigurableApplicationContext worker;

    /** Not a configuration by its own word: a whole worker would find it and take it in. */
    @EnableAutoConfiguration
    @Import(Probes.class)
    static class OnlyProbes {
        @Bean
        Probes.Vitals vitals(Mongo mongo) {
            return new Probes.Vitals(POLL_LOOPS::get, KAFKA::get, mongo::complaint);
        }
    }

    @BeforeEach
    void start() {
        POLL_LOOPS.set(Optional.empty());
        KAFKA.set(Optional.empty());
        worker =
                new SpringApplicationBuilder(OnlyProbes.class)
                        .initializers(
                                context ->
                                        context.getBeanFactory().registerSingleton("mongo", mongo))
                        .run("--server.port=0");
    }

    @AfterEach
    void stop() {
        worker.close();
        mongo.close();
        store.close();
        http.close();
    }

    private int status(String probe) throws Exception {
        var port = worker.getEnvironment().getRequiredProperty("local.server.port");
        var address = URI.create("http://127.0.0.1:%s/actuator/health/%s".formatted(port, probe));
        var answer =
                http.send(
                        HttpRequest.newBuilder(address).build(),
                        HttpResponse.BodyHandlers.discarding());
        return answer.statusCode();
    }

    @Test
    void a_worker_that_is_well_is_alive_and_ready() throws Exception {
        assertThat(status("liveness")).isEqualTo(200);
        assertThat(status("readiness")).isEqualTo(200);
    }

    @Test
    void a_worker_that_cannot_reach_the_broker_is_not_ready_but_alive() throws Exception {
        KAFKA.set(Optional.of("away"));

        assertThat(status("readiness")).isEqualTo(503);
        assertThat(status("liveness")).isEqualTo(200);
    }

    @Test
    void a_worker_that_cannot_reach_its_store_is_not_ready_but_alive() throws Exception {
        store.close();

        assertThat(status("readiness")).isEqualTo(503);
        assertThat(status("liveness")).isEqualTo(200);
    }

    @Test
    void a_worker_whose_loop_stands_still_is_not_alive() throws Exception {
        POLL_LOOPS.set(Optional.of("stuck"));

        assertThat(status("liveness")).isEqualTo(503);
    }
}
