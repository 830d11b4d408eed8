package io.sandkeeper.worker.admission;

class InMemoryLaneStoreTest extends LaneStoreContract {
    @Override
    protected LaneStore empty() {
        return new InMemoryLaneStore();
    }
}
