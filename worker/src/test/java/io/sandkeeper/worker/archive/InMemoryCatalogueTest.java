package io.sandkeeper.worker.archive;

class InMemoryCatalogueTest extends CatalogueContract {
    @Override
    protected Catalogue empty() {
        return new InMemoryCatalogue();
    }
}
