package io.sandkeeper.bench.stage;

import io.sandkeeper.worker.WorkerApplication;
import io.sandkeeper.worker.operation.Providers;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import java.util.function.Supplier;

/**
 * The worker as it is in production, in this process: its own wiring, settings and log. Only the
 * cloud is another one.
 */
public final class RealWorker implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RealWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Returns when it takes requests in. */
    public static RealWorker start(Place place, Supplier<Calls> calls) {
        return new RealWorker(
                new SpringApplicationBuilder(WorkerApplication.class)
                        .initializers(
                                context -> install((GenericApplicationContext) context, calls))
                        .run(
                                "--server.port=0",
                                "--sandkeeper.provider.api-key=none",
                                "--sandkeeper.fleet.name=bench",
                                // Its sandboxes are nowhere: checking them would ask the world.
                                "--sandkeeper.health.enabled=false",
                                "--sandkeeper.archive.enabled=false",
                                "--sandkeeper.kafka.bootstrap-servers=" + place.servers(),
                                "--sandkeeper.kafka.group=" + place.group(),
                                "--sandkeeper.mongodb.uri=" + place.storeUri(),
                                "--sandkeeper.mongodb.database=" + place.database()));
    }

    private static void install(GenericApplicationContext context, Supplier<Calls> calls) {
        context.registerBean(
                "simulatedCloud",
                Providers.class,
                () -> new SimulatedCloud(calls),
                bean -> bean.setPrimary(true));
    }

    @Override
    public void close() {
        context.close();
    }
}
