package io.sandkeeper.worker.store;

import java.time.Duration;

class InMemoryDueByTest extends DueByContract {
    @Override
    protected SessionStore empty() {
        return new InMemorySessionStore(Duration.ofDays(30));
    }
}
