package io.sandkeeper.bench.resilience;

import io.sandkeeper.bench.stage.CloudProcess;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Requests;
import io.sandkeeper.bench.stage.Upstream;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.mongo.MongoSessionStore;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One day of bad weather, lived through in one mode. */
final class Day {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final int READ_AT_ONCE = 500;

    private final Ground ground;
    private final Weather weather;
    private final Scale scale;

    /**
     * @param patience how long after the last request all must be settled
     * @param settings of the worker, beyond the mode's
     */
    record Scale(int requests, int perSecond, Duration patience, List<String> settings) {}

    Day(Ground ground, Weather weather, Scale scale) {
        this.ground = ground;
        this.weather = weather;
        this.scale = scale;
    }

    Outcome live(Mode mode) throws Exception {
        var name = "resilience-" + mode.name().toLowerCase(Locale.ROOT);
        try (var offsets = new Offsets(ground.servers())) {
            offsets.beginAtEnd(name, Topic.REQUESTS.topicName());
        }
        try (var cloud = CloudProcess.start(2 * scale.requests());
                var worker = worker(mode, name, cloud);
                var mongo = Mongo.connect(MongoSettings.at(ground.storeUri()).withDatabase(name));
                var provider = provider(cloud)) {
            worker.hear();
            publish(name, cloud);
            var store = new MongoSessionStore(mongo, RETENTION);
            awaitSettled(store, name);
            cloud.clear();
            var outcome = Outcome.of(scale.requests(), sessions(store, name), atProvider(provider));
            worker.wire().say("end");
            return outcome;
        }
    }

    private Performer worker(Mode mode, String name, CloudProcess cloud) throws IOException {
        var words =
                Stream.concat(
                                Stream.of(
                                        mode.name(),
                                        ground.servers(),
                                        ground.storeUri(),
                                        name,
                                        cloud.url().toString(),
                                        cloud.key()),
                                mode == Mode.ON ? scale.settings().stream() : Stream.empty())
                        .toList();
        return ground.perform(name, ResilienceProcess.class, List.of(), words);
    }

    private static E2bProvider provider(CloudProcess cloud) {
        return new E2bProvider(
                E2bSettings.of(cloud.url(), new ApiKey(cloud.key())).withSandboxUrl(cloud.url()),
                InstantSource.system());
    }

    /** At an even pace, while the weather changes. */
    private void publish(String prefix, CloudProcess cloud) throws Exception {
        Optional<Weather.Condition> condition = Optional.empty();
        long start = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / scale.perSecond();
        var end = weather.publishing().plus(weather.outage());
        try (var upstream = new Upstream(ground.servers())) {
            int sent = 0;
            for (var now = Duration.ZERO;
                    sent < scale.requests() || now.compareTo(end) < 0;
                    now = Duration.ofNanos(System.nanoTime() - start)) {
                var current = weather.at(now);
                if (condition.filter(current::equals).isEmpty()) {
                    cloud.faults(weather.rules(current));
                    condition = Optional.of(current);
                }
                if (sent < scale.requests() && now.toNanos() >= sent * gap) {
                    var _ = upstream.producer().send(Requests.sandbox(prefix + '-' + sent++));
                } else {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
            }
        }
    }

    private void awaitSettled(MongoSessionStore store, String prefix) {
        long deadline = System.nanoTime() + scale.patience().toNanos();
        while (System.nanoTime() < deadline) {
            var sessions = sessions(store, prefix);
            if (sessions.size() == scale.requests()
                    && sessions.stream().allMatch(Outcome::isSettled)) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        }
    }

    private List<Session> sessions(MongoSessionStore store, String prefix) {
        var all = new ArrayList<Session>();
        for (int from = 0; from < scale.requests(); from += READ_AT_ONCE) {
            var ids =
                    IntStream.range(from, Math.min(from + READ_AT_ONCE, scale.requests()))
                            .mapToObj(i -> new SessionId(prefix + '-' + i))
                            .toList();
            all.addAll(store.load(ids).sessions());
        }
        return all;
    }

    private static Set<SandboxId> atProvider(E2bProvider provider) throws IOException {
        return switch (provider.find(Map.of("sandkeeper.fleet", "bench"))) {
            case Answer.Done<List<Provider.Seen>>(var seen) ->
                    seen.stream().map(Provider.Seen::sandbox).collect(Collectors.toSet());
            case Answer.Absent<?>(var evidence) -> throw new IOException(evidence);
            case Answer.Failed<?>(var failure) -> throw new IOException(failure.evidence());
        };
    }
}
