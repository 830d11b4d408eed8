package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.InMemoryVault;
import io.sandkeeper.worker.archive.ObjectKey;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.util.List;

/** A vault that is away when it is told to be. */
final class Moody implements Vault {
    private final InMemoryVault vault = new InMemoryVault();
    boolean away;

    private Vault vault() {
        if (away) {
            throw new StoreUnavailable("away");
        }
        return vault;
    }

    @Override
    public void store(ObjectKey key, byte[] content) {
        vault().store(key, content);
    }

    @Override
    public byte[] read(ObjectKey key, int offset, int length) {
        return vault().read(key, offset, length);
    }

    @Override
    public void remove(ObjectKey key) {
        vault().remove(key);
    }

    @Override
    public List<ObjectKey> keys(String folder) {
        return vault().keys(folder);
    }
}
