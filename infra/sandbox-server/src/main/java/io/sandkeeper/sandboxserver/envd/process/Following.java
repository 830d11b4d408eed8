package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.envd.connect.Stream;
import io.sandkeeper.sandboxserver.http.Headers;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps a follower's stream open until the process ends, the client goes, or the time is up. */
final class Following {
    /** Following somebody else's process never kills it. */
    static final Duration NO_KILL = Duration.ofMillis(-1);

    private static final Duration USUAL_PING = Duration.ofSeconds(90);
    private static final int KILL = 9;

    private Following() {}

    static void until(Followed process, Stream stream, Headers headers, Optional<Duration> limit)
            throws IOException {
        var deadline =
                limit.filter(time -> !time.isNegative())
                        .map(time -> System.nanoTime() + time.toNanos());
        var ping = ping(headers);
        while (!stream.isBroken()) {
            var left = deadline.map(end -> end - System.nanoTime()).orElse(Long.MAX_VALUE);
            if (left <= 0) {
                // In this order: the stream's end is the deadline, and not the kill that follows
                // it.
                process.leave(stream);
                process.process().signal(KILL);
                stream.fail(
                        new Fault(
                                Code.DEADLINE_EXCEEDED,
                                "the command did not end within its time limit"));
                return;
            }
            try {
                process.ended().get(Math.min(left, ping.toNanos()), TimeUnit.NANOSECONDS);
                stream.end();
                return;
            } catch (TimeoutException _) {
                stream.send(Events.KEEPALIVE);
            } catch (ExecutionException _) {
                stream.fail(new Fault(Code.UNKNOWN, "the process was lost"));
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        process.leave(stream);
    }

    private static Duration ping(Headers headers) {
        try {
            var seconds = headers.first("Keepalive-Ping-Interval").map(Long::parseLong).orElse(0L);
            return seconds < 1 ? USUAL_PING : Duration.ofSeconds(seconds);
        } catch (NumberFormatException _) {
            return USUAL_PING;
        }
    }
}
