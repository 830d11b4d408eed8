package io.sandkeeper.bench.stage;

import com.mongodb.event.CommandListener;

import io.sandkeeper.worker.WorkerApplication;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.operation.Providers;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The worker as it is in production, in this process, with the settings that a benchmark is about
 * and somebody who listens to what it asks the store.
 */
public final class LiveWorker implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private LiveWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param cloud makes the cloud that is used of the configured one
     * @param settings as {@code --sandkeeper.…=…}; these win
     * @param listeners hear of every command to the store
     */
    public record Casting(
            UnaryOperator<Providers> cloud,
            List<String> settings,
            List<CommandListener> listeners) {}

    /** Returns when it takes everything in. */
    public static LiveWorker start(Place place, Casting casting) {
        var words = new ArrayList<String>();
        words.add("--server.port=0");
        words.add("--sandkeeper.provider.api-key=none");
        words.add("--sandkeeper.fleet.name=bench");
        // Most benchmarks' sandboxes are nowhere: checking them would ask the whole world.
        words.add("--sandkeeper.health.enabled=false");
        words.add("--sandkeeper.archive.enabled=false");
        words.add("--sandkeeper.kafka.bootstrap-servers=" + place.servers());
        words.add("--sandkeeper.kafka.group=" + place.group());
        words.add("--sandkeeper.mongodb.uri=" + place.storeUri());
        words.add("--sandkeeper.mongodb.database=" + place.database());
        // Of two words of the same name Spring takes both, with a comma between them.
        casting.settings()
                .forEach(
                        own -> {
                            var name = own.substring(0, own.indexOf('=') + 1);
                            words.removeIf(word -> word.startsWith(name));
                            words.add(own);
                        });
        return new LiveWorker(
                new SpringApplicationBuilder(WorkerApplication.class)
                        .initializers(
                                context ->
                                        install(
                                                (GenericApplicationContext) context,
                                                place,
                                                casting))
                        .run(words.toArray(String[]::new)));
    }

    private static void install(GenericApplicationContext context, Place place, Casting casting) {
        context.registerBean(
                "benchCloud",
                Providers.class,
                () -> casting.cloud().apply(context.getBean("regions", Providers.class)),
                bean -> bean.setPrimary(true));
        context.registerBean(
                "benchMongo",
                Mongo.class,
                () ->
                        Mongo.connect(
                                MongoSettings.at(place.storeUri()).withDatabase(place.database()),
                                casting.listeners().toArray(CommandListener[]::new)),
                bean -> {
                    bean.setPrimary(true);
                    bean.setDestroyMethodName("close");
                });
    }

    @Override
    public void close() {
        context.close();
    }
}
