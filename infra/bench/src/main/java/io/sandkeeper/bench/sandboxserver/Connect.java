package io.sandkeeper.bench.sandboxserver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** The little of the Connect protocol that a command needs. */
final class Connect {
    private static final int END = 2;

    private Connect() {}

    static byte[] envelope(Map<String, ?> message) {
        var json = JsonMapper.shared().writeValueAsBytes(message);
        return ByteBuffer.allocate(5 + json.length)
                .put((byte) 0)
                .putInt(json.length)
                .put(json)
                .array();
    }

    /** The exit code at the end of a stream of a process's events. */
    static int exitCode(InputStream stream) {
        try (var in = new DataInputStream(stream)) {
            int code = -1;
            while (true) {
                int flags = in.readUnsignedByte();
                JsonNode message = JsonMapper.shared().readTree(in.readNBytes(in.readInt()));
                if ((flags & END) != 0) {
                    // To the very end: otherwise the connection is closed and cannot be used again.
                    in.transferTo(OutputStream.nullOutputStream());
                    if (message.has("error")) {
                        throw new IOException("the command failed: " + message);
                    }
                    return code;
                }
                var end = message.path("event").path("end");
                if (!end.isMissingNode()) {
                    code = end.path("exitCode").asInt(0);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
