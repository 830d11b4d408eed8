package io.sandkeeper.worker.archive;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.Source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is in an archive. Every content is compared with its SHA-256 while it is read, and its last
 * piece is kept back until that is done: nobody gets to the end of content that is not what was
 * stored.
 */
public final class Contents {
    private final Vault vault;
    private final Inventory inventory;

    Contents(Vault vault, Inventory inventory) {
        this.vault = vault;
        this.inventory = inventory;
    }

    public Manifest manifest() {
        return inventory.manifest();
    }

    /** What was there and is not in the manifest. */
    public List<LeftOut> leftOut() {
        return inventory.leftOut();
    }

    /** Takes contents as they come; need not read them to their end. */
    public interface Receiver {
        void take(Digest digest, long size, InputStream content) throws IOException;
    }

    /** The content of every file, each once. */
    public void read(Receiver receiver) throws IOException {
        read(inventory.manifest().files().map(Entry.File::digest).collect(toSet()), receiver);
    }

    /**
     * These contents, in the order in which they lie in the objects, so that each object is fetched
     * once.
     *
     * @throws IOException from the receiver alone
     * @throws Damaged one of them is not what was stored; those before it were
     */
    public void read(Collection<Digest> wanted, Receiver receiver) throws IOException {
        var order = asTheyLie(Set.copyOf(wanted), inventory::blob);
        var objects = new OpenObjects(vault, order.stream().map(inventory::blob).toList());
        for (var digest : order) {
            var blob = inventory.blob(digest);
            try (var content = new Content(digest, blob, objects)) {
                receiver.take(digest, blob.size(), content);
            }
        }
    }

    /** The manifest's entries, files in the order in which their contents lie in the objects. */
    public List<Entry> arranged() {
        return asTheyLie(inventory.manifest().entries(), this::blob);
    }

    /**
     * The contents of all files, one at a time. Each object is fetched once by whoever opens them
     * in the order of {@link #arranged}; in any other order it works, and takes long.
     */
    public Source inTurn() {
        var objects = new OpenObjects(vault, inventory.manifest().files().map(this::blob).toList());
        return file -> new Content(file.digest(), blob(file), objects);
    }

    /** Writes them as a zip file; see {@link Export}. Closes nothing. */
    public void exportZip(OutputStream out) throws IOException {
        new Export(this).write(out);
    }

    private Blob blob(Entry entry) {
        return entry instanceof Entry.File file ? inventory.blob(file.digest()) : Blob.NOTHING;
    }

    private <T> List<T> asTheyLie(Collection<T> all, Function<T, Blob> blob) {
        var places = places();
        return all.stream()
                .map(one -> new Placed<>(one, blob.apply(one)))
                .sorted(
                        Comparator.comparingInt((Placed<T> one) -> one.object(places))
                                .thenComparingInt(Placed::offset))
                .map(Placed::what)
                .toList();
    }

    private Map<ObjectKey, Integer> places() {
        var places = new HashMap<ObjectKey, Integer>();
        inventory.stock().keys().forEach(key -> places.put(key, places.size()));
        return places;
    }

    private record Placed<T>(T what, Blob blob) {
        int object(Map<ObjectKey, Integer> places) {
            return blob.pieces().isEmpty()
                    ? -1
                    : places.getOrDefault(blob.pieces().getFirst().object(), -1);
        }

        int offset() {
            return blob.pieces().isEmpty() ? 0 : blob.pieces().getFirst().offset();
        }
    }

    /** One content alone. */
    public InputStream one(Digest digest) {
        var blob = inventory.blob(digest);
        return new Content(digest, blob, new OpenObjects(vault, List.of(blob)));
    }
}
