package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.ProviderContract;
import io.sandkeeper.worker.provider.SteppedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;

/** The adapter keeps the contract with the statuses that the protocol's reference names. */
final class WireFakeTest extends ProviderContract {
    private final SteppedClock clock = new SteppedClock();
    private WireFake server;
    private E2bProvider provider;

    @BeforeEach
    void start() throws IOException {
        var cloud = new FakeCloud(clock);
        server = new WireFake(cloud, new FakeProvider(cloud));
        provider =
                new E2bProvider(
                        E2bSettings.of(server.url(), new ApiKey("e2b_key"))
                                .withSandboxUrl(server.url()),
                        clock);
    }

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }
}
