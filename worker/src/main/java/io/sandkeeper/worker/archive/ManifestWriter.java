package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.ProjectPath;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * An inventory as bytes: {@code SKAM}, a version, a compressed body, and the SHA-256 of all that.
 * Whole numbers take seven bits a byte, a path only what differs from the one before it. What is
 * released once is read for ever: another form is another version.
 */
final class ManifestWriter {
    static final byte[] HEAD = {'S', 'K', 'A', 'M', 1};
    static final int FILE = 1;
    static final int FOLDER = 2;
    static final int LINK = 3;

    private final DataOutputStream out;
    private String path = "";

    private ManifestWriter(DataOutputStream out) {
        this.out = out;
    }

    static byte[] write(ArchiveId id, Inventory inventory) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            bytes.write(HEAD);
            try (var out =
                    new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 16))) {
                out.writeUTF(id.value());
                new ManifestWriter(out).inventory(inventory);
            }
            bytes.write(Sha256.of(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private void inventory(Inventory inventory) throws IOException {
        var places = stock(inventory.stock());
        var manifest = inventory.manifest();
        time(manifest.takenAt());
        number(manifest.entries().size());
        for (var entry : manifest.entries()) {
            entry(entry, places);
        }
        number(inventory.leftOut().size());
        for (var left : inventory.leftOut()) {
            text(left.path());
            text(left.reason());
        }
    }

    /** Where each blob is in the list of them. */
    private Map<Digest, Integer> stock(Stock stock) throws IOException {
        var objects = new HashMap<ObjectKey, Integer>();
        number(stock.objects().size());
        for (var object : stock.objects().entrySet()) {
            objects.put(object.getKey(), objects.size());
            out.writeUTF(object.getKey().name());
            number(object.getValue());
        }
        var places = new HashMap<Digest, Integer>();
        places.put(Blob.OF_NOTHING, 0);
        number(stock.blobs().size());
        for (var blob : stock.blobs().entrySet()) {
            places.put(blob.getKey(), places.size());
            out.write(Sha256.bytes(blob.getKey()));
            number(blob.getValue().pieces().size());
            for (var piece : blob.getValue().pieces()) {
                number(objects.getOrDefault(piece.object(), 0));
                number(piece.offset());
                number(piece.packed());
                number(piece.raw());
            }
        }
        return places;
    }

    private void entry(Entry entry, Map<Digest, Integer> places) throws IOException {
        switch (entry) {
            case Entry.File file -> {
                out.writeByte(FILE);
                path(file.path());
                number(file.mode());
                number(file.size());
                time(file.modified());
                number(places.getOrDefault(file.digest(), 0));
            }
            case Entry.Folder folder -> {
                out.writeByte(FOLDER);
                path(folder.path());
                number(folder.mode());
                time(folder.modified());
            }
            case Entry.Link link -> {
                out.writeByte(LINK);
                path(link.path());
                latin(link.target());
            }
        }
    }

    private void path(ProjectPath next) throws IOException {
        var text = next.bytes();
        int most = Math.min(path.length(), text.length());
        int shared = 0;
        while (shared < most && path.charAt(shared) == text.charAt(shared)) {
            shared++;
        }
        number(shared);
        latin(text.substring(shared));
        path = text;
    }

    private void time(Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void latin(String text) throws IOException {
        if (text.chars().anyMatch(one -> one > 0xFF)) {
            throw new IllegalArgumentException("a link's target must be bytes, one in each char");
        }
        bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        out.write(bytes);
    }

    private void number(long number) throws IOException {
        if (number < 0) {
            throw new IllegalArgumentException("a size, a mode or a place must not be negative");
        }
        long rest = number;
        while (rest > 0x7F) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }
}
