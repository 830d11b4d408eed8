package io.sandkeeper.worker.spec;

import java.time.InstantSource;

class InMemorySpecUpkeepTest extends SpecUpkeepContract {
    @Override
    protected Pair empty(InstantSource clock) {
        var store = new InMemorySpecStore(clock);
        return new Pair(store, store);
    }
}
