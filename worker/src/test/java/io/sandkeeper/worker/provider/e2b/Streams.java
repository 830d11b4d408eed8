package io.sandkeeper.worker.provider.e2b;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a daemon sends of a process. */
final class Streams {
    private Streams() {}

    static byte[] started() {
        return message("{\"event\":{\"start\":{\"pid\":42}}}");
    }

    static byte[] printed(String output, String text) {
        var base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return message("{\"event\":{\"data\":{\"%s\":\"%s\"}}}".formatted(output, base64));
    }

    static byte[] exited(int code) {
        return message("{\"event\":{\"end\":{\"exitCode\":%d,\"exited\":true}}}".formatted(code));
    }

    static byte[] message(String json) {
        return envelope(0, json);
    }

    static byte[] end(String json) {
        return envelope(2, json);
    }

    static byte[] joined(byte[]... parts) {
        var length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static void head(OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/connect+json\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static byte[] envelope(int flags, String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) flags)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
