package io.sandkeeper.worker.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Forgets all when it is dropped. Counts what it is asked. */
public final class InMemoryVault implements Vault {
    final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
    int stores;
    int reads;

    @Override
    public void store(ObjectKey key, byte[] content) {
        stores++;
        if (objects.putIfAbsent(key, content.clone()) != null) {
            throw new AssertionError(key + " is stored twice");
        }
    }

    @Override
    public byte[] read(ObjectKey key, int offset, int length) {
        reads++;
        var bytes =
                Optional.ofNullable(objects.get(key))
                        .orElseThrow(() -> new Damaged(key + " is not there"));
        if (bytes.length < offset + (long) length) {
            throw new Damaged(key + " ends early");
        }
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public void remove(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public List<ObjectKey> keys(String folder) {
        return objects.keySet().stream().filter(key -> key.folder().equals(folder)).toList();
    }
}
