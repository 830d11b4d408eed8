package io.sandkeeper.worker.store;

import java.time.Duration;

class InMemoryUpcomingTest extends UpcomingContract {
    @Override
    protected Store empty() {
        var store = new InMemorySessionStore(Duration.ofDays(30));
        return new Store(store, store);
    }
}
