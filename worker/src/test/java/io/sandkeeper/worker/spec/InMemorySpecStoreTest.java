package io.sandkeeper.worker.spec;

class InMemorySpecStoreTest extends SpecStoreContract {
    @Override
    protected SpecStore empty() {
        return new InMemorySpecStore();
    }
}
