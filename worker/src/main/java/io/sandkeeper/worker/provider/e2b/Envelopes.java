package io.sandkeeper.worker.provider.e2b;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The Connect protocol's envelopes: a byte of flags, four of length, the message. They arrive glued
 * together and cut in pieces.
 */
final class Envelopes {
    /** A daemon sends at most 32 KiB of output at a time, which base64 makes a third longer. */
    static final int MOST_BYTES = 1 << 20;

    private static final int HEAD = 5;
    private static final int COMPRESSED = 0x01;
    private static final int LAST = 0x02;

    private final ByteArrayOutputStream left = new ByteArrayOutputStream();

    /** How many bytes complete the next envelope, as far as its head is known. */
    private int wanted = HEAD;

    record Envelope(boolean last, JsonNode message) {}

    static byte[] of(byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /** Takes in some bytes, and gives the envelopes that they complete. */
    List<Envelope> take(ByteBuffer some) throws Malformed {
        var piece = new byte[some.remaining()];
        some.get(piece);
        left.writeBytes(piece);
        if (left.size() < wanted) {
            return List.of();
        }
        var bytes = ByteBuffer.wrap(left.toByteArray());
        var complete = new ArrayList<Envelope>();
        wanted = HEAD;
        while (bytes.remaining() >= HEAD) {
            var flags = bytes.get(bytes.position());
            // Unsigned, so that a length beyond two gigabytes is not a negative one.
            var length = Integer.toUnsignedLong(bytes.getInt(bytes.position() + 1));
            if (length > MOST_BYTES || (flags & COMPRESSED) != 0) {
                throw new Malformed();
            }
            wanted = HEAD + (int) length;
            if (bytes.remaining() < wanted) {
                break;
            }
            var message = new byte[(int) length];
            bytes.position(bytes.position() + HEAD).get(message);
            complete.add(
                    new Envelope(
                            (flags & LAST) != 0, Json.parse(message).orElseThrow(Malformed::new)));
            wanted = HEAD;
        }
        left.reset();
        left.write(bytes.array(), bytes.position(), bytes.remaining());
        return complete;
    }

    /** Not the protocol that we speak. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("not an envelope", null, false, false);
        }
    }
}
