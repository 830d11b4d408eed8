package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * Reads what {@link ManifestWriter} wrote. What is damaged is refused before any of it is believed.
 */
final class ManifestReader {
    private static final int LONGEST_TEXT = 1 << 20;

    private final DataInputStream in;
    private final String folder;
    private String path = "";

    private ManifestReader(DataInputStream in, String folder) {
        this.in = in;
        this.folder = folder;
    }

    static Inventory read(Archive archive, byte[] bytes) {
        return parse(
                archive,
                bytes,
                reader -> {
                    var digests = new ArrayList<Digest>();
                    return reader.inventory(reader.stock(digests), digests);
                });
    }

    /** Without the entries: what a next archive need not store again. */
    static Stock stock(Archive archive, byte[] bytes) {
        return parse(archive, bytes, reader -> reader.stock(new ArrayList<>()));
    }

    private interface Part<T> {
        T read(ManifestReader reader) throws IOException;
    }

    private static <T> T parse(Archive archive, byte[] bytes, Part<T> part) {
        int end = requireWhole(archive, bytes);
        int start = ManifestWriter.HEAD.length;
        var body = new InflaterInputStream(new ByteArrayInputStream(bytes, start, end - start));
        try (var in = new DataInputStream(new BufferedInputStream(body, 1 << 16))) {
            if (!in.readUTF().equals(archive.id().value())) {
                throw damaged(archive, "is another archive's");
            }
            return part.read(new ManifestReader(in, archive.manifest().folder()));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Damaged(message(archive, "cannot be read"), e);
        } catch (DateTimeException e) {
            throw new Damaged(message(archive, "has a time that is none"), e);
        }
    }

    private static int requireWhole(Archive archive, byte[] bytes) {
        var head = ManifestWriter.HEAD;
        int end = bytes.length - Sha256.BYTES;
        if (end < head.length) {
            throw damaged(archive, "is cut");
        }
        var hash = Sha256.start();
        hash.update(bytes, 0, end);
        if (!MessageDigest.isEqual(hash.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw damaged(archive, "is not what was stored");
        }
        if (!Arrays.equals(bytes, 0, head.length, head, 0, head.length)) {
            throw damaged(archive, "has a form that this release does not know");
        }
        return end;
    }

    private static Damaged damaged(Archive archive, String what) {
        return new Damaged(message(archive, what));
    }

    private static String message(Archive archive, String what) {
        return "the manifest of the archive %s %s".formatted(archive.id(), what);
    }

    private Stock stock(List<Digest> digests) throws IOException {
        var objects = new LinkedHashMap<ObjectKey, Integer>();
        for (long left = number(); left > 0; left--) {
            objects.put(new ObjectKey(folder, in.readUTF()), small());
        }
        var keys = List.copyOf(objects.keySet());
        var blobs = new LinkedHashMap<Digest, Blob>();
        digests.add(Blob.OF_NOTHING);
        for (long left = number(); left > 0; left--) {
            var digest = Sha256.digest(exactly(Sha256.BYTES));
            digests.add(digest);
            blobs.put(digest, blob(keys));
        }
        return new Stock(blobs, objects);
    }

    private Blob blob(List<ObjectKey> keys) throws IOException {
        var pieces = new ArrayList<Piece>(1);
        for (long left = number(); left > 0; left--) {
            pieces.add(new Piece(keys.get(small()), small(), small(), small()));
        }
        return new Blob(pieces);
    }

    private Inventory inventory(Stock stock, List<Digest> digests) throws IOException {
        var takenAt = time();
        var entries = new ArrayList<Entry>();
        for (long left = number(); left > 0; left--) {
            entries.add(entry(digests));
        }
        var leftOut = new ArrayList<LeftOut>();
        for (long left = number(); left > 0; left--) {
            leftOut.add(new LeftOut(text(), text()));
        }
        return new Inventory(new Manifest(takenAt, entries), leftOut, stock);
    }

    private Entry entry(List<Digest> digests) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case ManifestWriter.FILE ->
                    new Entry.File(path(), small(), number(), time(), digests.get(small()));
            case ManifestWriter.FOLDER -> new Entry.Folder(path(), small(), time());
            case ManifestWriter.LINK -> new Entry.Link(path(), latin());
            default -> throw new IllegalArgumentException("no such kind of entry: " + kind);
        };
    }

    private ProjectPath path() throws IOException {
        int shared = small();
        path = path.substring(0, shared) + latin();
        return new ProjectPath(path);
    }

    private Instant time() throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private String latin() throws IOException {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes() throws IOException {
        int length = small();
        if (length > LONGEST_TEXT) {
            throw new IllegalArgumentException("a text of %d bytes".formatted(length));
        }
        return exactly(length);
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private int small() throws IOException {
        return Math.toIntExact(number());
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }
}
