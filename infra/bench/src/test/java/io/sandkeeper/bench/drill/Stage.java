package io.sandkeeper.bench.drill;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SessionId;

import java.util.List;
import java.util.Map;

/** A running stack, and everybody around it. */
final class Stage implements AutoCloseable {
    private final Machinery machinery;
    private final Upstream upstream;
    private final Audience audience;
    private final Books books;
    private final Cloud cloud;

    private Stage(Blueprint blueprint, Machinery machinery) {
        this.machinery = machinery;
        this.upstream = new Upstream(blueprint.bootstrapServers());
        this.audience = new Audience(blueprint.bootstrapServers());
        this.books = new Books(blueprint.bootstrapServers());
        this.cloud = new Cloud(blueprint.cloudAddress());
    }

    static Stage set() throws Exception {
        return set(Map.of());
    }

    /**
     * @param settings of the workers, as environment variables
     */
    static Stage set(Map<String, String> settings) throws Exception {
        var blueprint = Blueprint.draw(settings);
        var machinery = new Machinery(blueprint);
        try {
            machinery.startFoundations();
            return new Stage(blueprint, machinery);
        } catch (Exception | AssertionError failure) {
            machinery.close();
            throw failure;
        }
    }

    Machinery machinery() {
        return machinery;
    }

    Upstream upstream() {
        return upstream;
    }

    Audience audience() {
        return audience;
    }

    Books books() {
        return books;
    }

    Cloud cloud() {
        return cloud;
    }

    /** Every one of these sessions has been told this. */
    void awaitAll(List<SessionId> sessions, EventType type) throws Exception {
        Patience.untilNone(
                "all are told " + type,
                () ->
                        sessions.stream()
                                .filter(one -> audience.count(one, type) == 0)
                                .map(one -> one + ": " + audience.told(one))
                                .toList());
    }

    void verify(Expected expected) throws Exception {
        upstream.awaitAllSaid();
        new Verifier(audience, books, cloud).verify(expected);
    }

    @Override
    public void close() {
        audience.close();
        upstream.close();
        books.close();
        cloud.close();
        machinery.close();
    }
}
