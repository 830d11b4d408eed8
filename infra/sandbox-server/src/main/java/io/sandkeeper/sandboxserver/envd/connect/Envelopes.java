package io.sandkeeper.sandboxserver.envd.connect;

import tools.jackson.databind.JsonNode;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The envelopes of a request: a byte of flags, four of length, and the message; glued or split as
 * TCP likes.
 */
public final class Envelopes {
    static final int HEAD = 5;
    static final int MOST = 16 * 1024 * 1024;
    private static final int COMPRESSED = 0x01;

    private final InputStream body;

    Envelopes(InputStream body) {
        this.body = body;
    }

    /** The next message, or none at the end of the body. */
    public Optional<JsonNode> next() throws IOException, Fault {
        var head = body.readNBytes(HEAD);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < HEAD) {
            throw new Fault(Code.INVALID_ARGUMENT, "an envelope ends in its head");
        }
        if ((head[0] & COMPRESSED) != 0) {
            throw new Fault(Code.UNIMPLEMENTED, "compressed envelopes are not supported");
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt(1));
        if (length > MOST) {
            throw new Fault(
                    Code.RESOURCE_EXHAUSTED,
                    "a message of %d bytes is larger than the %d allowed".formatted(length, MOST));
        }
        return Optional.of(Messages.read(exactly((int) length)));
    }

    private byte[] exactly(int length) throws IOException, Fault {
        try {
            var message = body.readNBytes(length);
            if (message.length == length) {
                return message;
            }
        } catch (EOFException _) {
            // Said below.
        }
        throw new Fault(Code.INVALID_ARGUMENT, "an envelope ends before its message");
    }
}
