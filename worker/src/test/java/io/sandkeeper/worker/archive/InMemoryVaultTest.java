package io.sandkeeper.worker.archive;

class InMemoryVaultTest extends VaultContract {
    @Override
    protected Vault empty() {
        return new InMemoryVault();
    }
}
