package io.sandkeeper.sandboxserver.faults;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sandboxes that look alive and cannot run anything. */
final class Zombies {
    private static final String ERROR =
            "{\"code\":\"internal\",\"message\":\"error starting process: fork/exec: input/output error\"}";
    private static final byte END_OF_STREAM = 2;

    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    void add(String id) {
        ids.add(id);
    }

    void clear() {
        ids.clear();
    }

    boolean refuses(Subject subject) {
        return subject.operation().startsWith("envd.process.")
                && subject.sandbox().filter(ids::contains).isPresent();
    }

    /** In the words of the daemon: as the end of a stream, or as an error of its own. */
    static void answer(Exchange exchange) throws IOException {
        String type = exchange.request().headers().first("Content-Type").orElse("");
        if (!type.startsWith("application/connect+json")) {
            exchange.answer(
                    500,
                    Headers.of("Content-Type", "application/json"),
                    ERROR.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] payload = ("{\"error\":" + ERROR + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer envelope = ByteBuffer.allocate(5 + payload.length);
        envelope.put(END_OF_STREAM).putInt(payload.length).put(payload);
        exchange.answer(200, Headers.of("Content-Type", type), envelope.array());
    }
}
