package io.sandkeeper.worker.archive;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compressed, or as it is when that is not smaller. */
final class Packing {
    private Packing() {}

    static byte[] pack(byte[] raw, int length) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(raw, 0, length);
            deflater.finish();
            var packed = new byte[length];
            int size = deflater.deflate(packed);
            boolean smaller = deflater.finished() && size < length;
            return smaller ? Arrays.copyOf(packed, size) : Arrays.copyOf(raw, length);
        } finally {
            deflater.end();
        }
    }

    /**
     * @param from where the piece begins in the bytes
     */
    static byte[] unpack(byte[] bytes, int from, Piece piece) {
        if (piece.packed() == piece.raw()) {
            return Arrays.copyOfRange(bytes, from, from + piece.raw());
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, from, piece.packed());
            var raw = new byte[piece.raw()];
            int size = inflater.inflate(raw);
            // The end mark may come after the last byte.
            inflater.inflate(new byte[1]);
            if (size != piece.raw() || !inflater.finished()) {
                throw new Damaged("a piece of the object %s is cut".formatted(piece.object()));
            }
            return raw;
        } catch (DataFormatException e) {
            throw new Damaged("a piece of the object %s is broken".formatted(piece.object()), e);
        } finally {
            inflater.end();
        }
    }
}
