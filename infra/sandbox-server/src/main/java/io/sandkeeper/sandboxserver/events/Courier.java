package io.sandkeeper.sandboxserver.events;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Delivers events to webhooks and keeps trying for a while. */
public final class Courier implements AutoCloseable {
    private static final int ATTEMPTS = 4;
    private static final int KEPT = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration pause;
    private final Function<Event, byte[]> writer;
    private final InstantSource time;
    private final Map<String, ArrayDeque<Delivery>> deliveries = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-retries").factory());
    private Optional<HttpClient> client = Optional.empty();

    /**
     * Does nothing until there is something to send.
     *
     * @param pause between two attempts
     */
    public Courier(Duration pause, Function<Event, byte[]> writer, InstantSource time) {
        this.pause = pause;
        this.writer = writer;
        this.time = time;
    }

    void send(Webhook hook, Event event) {
        var delivery = new Delivery(UUID.randomUUID().toString(), event, List.of());
        attempt(hook, delivery, writer.apply(event));
    }

    private void attempt(Webhook hook, Delivery delivery, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(hook.url())
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header("e2b-webhook-id", hook.id())
                        .header("e2b-delivery-id", delivery.id())
                        .header("e2b-signature-version", "v1")
                        .header("e2b-signature", Signature.of(hook.secret(), body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        var _ =
                client().sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .handle(
                                (response, failure) -> {
                                    var attempt =
                                            new Delivery.Attempt(
                                                    time.instant().toString(),
                                                    Optional.ofNullable(response)
                                                            .map(HttpResponse::statusCode),
                                                    failure == null
                                                            ? ""
                                                            : String.valueOf(failure.getMessage()));
                                    return after(hook, note(hook, delivery, attempt), body);
                                });
    }

    private Delivery after(Webhook hook, Delivery delivery, byte[] body) {
        if (!delivery.succeeded() && delivery.attempts().size() < ATTEMPTS && !later.isShutdown()) {
            var _ =
                    later.schedule(
                            () -> attempt(hook, delivery, body),
                            pause.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        return delivery;
    }

    private Delivery note(Webhook hook, Delivery before, Delivery.Attempt attempt) {
        var attempts = new ArrayList<>(before.attempts());
        attempts.add(attempt);
        var delivery = new Delivery(before.id(), before.event(), List.copyOf(attempts));
        ArrayDeque<Delivery> all = deliveries.computeIfAbsent(hook.id(), _ -> new ArrayDeque<>());
        synchronized (all) {
            all.removeIf(other -> other.id().equals(delivery.id()));
            all.addLast(delivery);
            if (all.size() > KEPT) {
                all.removeFirst();
            }
        }
        return delivery;
    }

    List<Delivery> deliveries(String hookId) {
        ArrayDeque<Delivery> all = deliveries.computeIfAbsent(hookId, _ -> new ArrayDeque<>());
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    void forget(String hookId) {
        deliveries.remove(hookId);
    }

    /** Made with the first delivery: most servers have no webhooks and start faster without it. */
    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            client =
                    Optional.of(
                            HttpClient.newBuilder()
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .connectTimeout(PATIENCE)
                                    .build());
        }
        return client.get();
    }

    @Override
    public synchronized void close() {
        later.shutdownNow();
        client.ifPresent(HttpClient::shutdownNow);
    }
}
