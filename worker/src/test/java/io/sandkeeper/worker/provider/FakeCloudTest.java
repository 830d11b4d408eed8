package io.sandkeeper.worker.provider;

/** The fake keeps the contract, and so may stand for the real thing. */
final class FakeCloudTest extends ProviderContract {
    private final Provider provider = new FakeProvider(new FakeCloud(new SteppedClock()));

    @Override
    protected Provider provider() {
        return provider;
    }
}
