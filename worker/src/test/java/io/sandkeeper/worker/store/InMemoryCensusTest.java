package io.sandkeeper.worker.store;

class InMemoryCensusTest extends CensusContract {
    @Override
    protected Pair empty() {
        var store = new InMemorySessionStore(SessionStoreContract.RETENTION);
        return new Pair(store, new InMemoryCensus(store));
    }
}
