package io.sandkeeper.worker.mongo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/** A real MongoDB: the one whose URI is given, or one in a container. */
public final class RealMongo implements AutoCloseable {
    private static final String GIVEN = "SANDKEEPER_TEST_MONGODB_URI";
    private static final String IMAGE = "mongo:8.0";

    private final String uri;
    private final Runnable stop;

    private RealMongo(String uri, Runnable stop) {
        this.uri = uri;
        this.stop = stop;
    }

    /** Skips the test when there is none. */
    public static RealMongo required() {
        var given = System.getenv(GIVEN);
        if (given != null && !given.isBlank()) {
            return new RealMongo(given, () -> {});
        }
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: no MongoDB: " + GIVEN + " is not set and there is no Docker");
        var container = new MongoDBContainer(IMAGE).withReplicaSet();
        container.start();
        return new RealMongo(container.getReplicaSetUrl(), container::stop);
    }

    public String uri() {
        return uri;
    }

    @Override
    public void close() {
        stop.run();
    }
}
