package io.sandkeeper.bench.monitor;

import io.sandkeeper.bench.stage.Wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The same requests at the same pace by the JDK's client alone: nothing is read, nothing decided.
 */
public final class PlainProbes {
    private static final byte[] NOTHING =
            "{\"stdin\":false,\"process\":{\"cmd\":\"/bin/bash\",\"args\":[\"-c\",\":\"]}}"
                    .getBytes(StandardCharsets.UTF_8);

    private PlainProbes() {}

    /** Takes the wire's port, the cloud and how many a second. */
    public static void main(String[] words) throws Exception {
        var url = URI.create(words[1] + "/process.Process/Start");
        double perSecond = Double.parseDouble(words[2]);
        var body =
                ByteBuffer.allocate(5 + NOTHING.length)
                        .put((byte) 0)
                        .putInt(NOTHING.length)
                        .put(NOTHING)
                        .array();
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var timer = Executors.newSingleThreadScheduledExecutor();
                var client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .executor(threads)
                                .build()) {
            var _ =
                    timer.scheduleAtFixedRate(
                            () -> {
                                var request =
                                        HttpRequest.newBuilder(url)
                                                .header("E2b-Sandbox-Id", "box")
                                                .header("E2b-Sandbox-Port", "49983")
                                                .header("X-Access-Token", "token")
                                                .header("Content-Type", "application/connect+json")
                                                .POST(BodyPublishers.ofByteArray(body))
                                                .build();
                                var _ = client.sendAsync(request, BodyHandlers.discarding());
                            },
                            0,
                            (long) (1e9 / perSecond),
                            TimeUnit.NANOSECONDS);
            wire.say(Long.toString(ProcessHandle.current().pid()));
            wire.await("end");
        }
        System.exit(0);
    }
}
