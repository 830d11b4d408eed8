package io.sandkeeper.worker.mongo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

import java.util.Optional;

/**
 * A real MongoDB for a class of tests: the one whose URI is given, or one in a container. The tests
 * are skipped when there is none.
 */
public final class RealMongo implements BeforeAllCallback, AfterAllCallback {
    private static final String GIVEN = "SANDKEEPER_TEST_MONGODB_URI";
    private static final String IMAGE = "mongo:8.0";

    private Optional<MongoDBContainer> container = Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (given().isPresent()) {
            return;
        }
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: no MongoDB: " + GIVEN + " is not set and there is no Docker");
        var made = new MongoDBContainer(IMAGE).withReplicaSet();
        container = Optional.of(made);
        made.start();
    }

    private static Optional<String> given() {
        return Optional.ofNullable(System.getenv(GIVEN)).filter(uri -> !uri.isBlank());
    }

    public String uri() {
        return given().or(() -> container.map(MongoDBContainer::getReplicaSetUrl)).orElseThrow();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        container.ifPresent(MongoDBContainer::stop);
    }
}
