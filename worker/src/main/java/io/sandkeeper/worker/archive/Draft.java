package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An archive that is being made. Contents may be put from several threads at once; finish or
 * abandon it in the end. Nothing of it counts before it is finished; one that nobody finishes is
 * collected after an hour.
 */
public final class Draft {
    private final Card.Local card;
    private final Stock base;
    private final Vault vault;
    private final Catalogue catalogue;
    private final Packer packer;
    private final Map<Digest, Blob> added = new ConcurrentHashMap<>();
    private final AtomicLong transferred = new AtomicLong();

    Draft(Card.Local card, Stock base, Vault vault, Catalogue catalogue, int objectSize) {
        this.card = card;
        this.base = base;
        this.vault = vault;
        this.catalogue = catalogue;
        this.packer =
                new Packer(
                        vault,
                        number -> ObjectKey.of(card.session(), card.id(), number),
                        objectSize);
    }

    public ArchiveId id() {
        return card.id();
    }

    /** The archive whose content need not be put again. */
    public Optional<ArchiveId> base() {
        return card.base().filter(_ -> !base.blobs().isEmpty());
    }

    /** Whether this content is stored; nothing always is. */
    public boolean has(Digest digest) {
        return find(digest).isPresent();
    }

    /**
     * The same for a file of that size. One that was written while it was looked at has the size of
     * one moment and the hash of another: it is to be looked at again, whatever is stored.
     */
    public boolean has(Entry.File file) {
        return find(file.digest()).filter(blob -> blob.size() == file.size()).isPresent();
    }

    private Optional<Blob> find(Digest digest) {
        return base.find(digest).or(() -> Optional.ofNullable(added.get(digest)));
    }

    /** Bytes that were put, also those that turned out to be others than promised. */
    public long transferred() {
        return transferred.get();
    }

    /** What became of content that was put. */
    public enum Put {
        STORED,
        /** It is there; none of it was read. */
        KNOWN,
        /** Its size or its SHA-256 is another: it changed. Nothing refers to it. */
        DIFFERENT
    }

    /**
     * Stores content, with at most two pieces of it in memory.
     *
     * @param content read to its end, and not closed
     * @throws IOException from the content alone; nothing refers to what was read
     */
    public Put put(Digest digest, long size, InputStream content) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("a size must not be negative");
        }
        if (has(digest)) {
            return Put.KNOWN;
        }
        var hash = Sha256.start();
        var pieces = new ArrayList<Piece>();
        var buffer = new byte[(int) Math.min(size, Piece.MOST)];
        for (long left = size; left > 0; ) {
            int wanted = (int) Math.min(left, buffer.length);
            int got = content.readNBytes(buffer, 0, wanted);
            transferred.addAndGet(got);
            hash.update(buffer, 0, got);
            left -= got;
            // Known before the last piece is kept: a small file that changed leaves nothing.
            if (got < wanted || (left == 0 && !ends(content, hash, digest))) {
                return Put.DIFFERENT;
            }
            pieces.add(packer.append(Packing.pack(buffer, got), got));
        }
        if (pieces.isEmpty()) {
            return Put.DIFFERENT;
        }
        added.put(digest, new Blob(pieces));
        return Put.STORED;
    }

    private static boolean ends(InputStream content, MessageDigest hash, Digest digest)
            throws IOException {
        return content.read() == -1 && Sha256.digest(hash.digest()).equals(digest);
    }

    /**
     * Makes it an archive: durable when this returns. When the store fails, it may be one or not.
     *
     * @param leftOut what is there and is not in the manifest
     * @throws IllegalArgumentException some file's content was not put
     * @throws GivenUp nobody waited for it any more
     */
    public Archive finish(Manifest manifest, List<LeftOut> leftOut, Instant now) {
        requireOnce(manifest);
        packer.flush();
        var inventory = new Inventory(manifest, leftOut, stock(manifest));
        var bytes = ManifestWriter.write(card.id(), inventory);
        var archive = archive(inventory, packer.alone(bytes), bytes.length, now);
        if (!catalogue.complete(archive)) {
            packer.begun().forEach(vault::remove);
            catalogue.remove(card.id());
            throw new GivenUp(card.id());
        }
        return archive;
    }

    private static void requireOnce(Manifest manifest) {
        var paths = HashSet.newHashSet(manifest.entries().size());
        for (var entry : manifest.entries()) {
            if (!paths.add(entry.path())) {
                throw new IllegalArgumentException(entry.path() + " is in the manifest twice");
            }
        }
    }

    private Stock stock(Manifest manifest) {
        var blobs = new HashMap<>(base.blobs());
        blobs.putAll(added);
        var sizes = new HashMap<>(base.objects());
        sizes.putAll(packer.stored());
        return Stock.of(blobs, sizes, manifest.files().map(Entry.File::digest));
    }

    private Archive archive(Inventory inventory, ObjectKey key, int manifestBytes, Instant now) {
        var manifest = inventory.manifest();
        return new Archive(
                card.id(),
                card.session(),
                card.root(),
                card.takenAt(),
                now,
                new Archive.Tally(
                        (int) manifest.files().count(),
                        manifest.bytes(),
                        LeftOut.count(inventory.leftOut()),
                        transferred.get(),
                        manifestBytes),
                key,
                inventory.stock().keys());
    }

    /** Removes what was stored, unless it was finished after all. */
    public void abandon(Instant now) {
        if (catalogue.giveUp(card.id(), now)) {
            packer.begun().forEach(vault::remove);
            catalogue.remove(card.id());
        }
    }
}
