package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.e2b.Envelopes.Envelope;
import io.sandkeeper.worker.provider.e2b.Envelopes.Malformed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;

/** Follows a process that the daemon started: to its end, or only until it has started. */
final class ProcessStream implements BodySubscriber<ProcessStream.Course> {
    private static final int MOST_OUTPUT = 64 * 1024;

    /** The code of a command that was killed because it took too long. */
    static final String DEADLINE = "deadline_exceeded";

    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

    enum Follow {
        TO_ITS_START,
        TO_ITS_END
    }

    /** What became of the process, as far as the stream tells. */
    sealed interface Course {
        record Started(int pid) implements Course {}

        record Exited(int code, String output) implements Course {}

        /** The daemon says why it did not go on, in one of the protocol's codes. */
        record Stopped(String code, String output) implements Course {}

        /** The stream broke off, or was not one. */
        record Broken() implements Course {}

        /** Not a stream but an ordinary answer that says no. */
        record Refused(Body body) implements Course {}
    }

    private final CompletableFuture<Course> course = new CompletableFuture<>();
    private final Envelopes envelopes = new Envelopes();
    private final Tail output = new Tail(MOST_OUTPUT);
    private final Follow follow;
    private OptionalInt exitCode = OptionalInt.empty();
    private Flow.@Nullable Subscription subscription;

    private ProcessStream(Follow follow) {
        this.follow = follow;
    }

    static BodyHandler<Course> following(Follow follow) {
        return head ->
                head.statusCode() == 200
                        ? new ProcessStream(follow)
                        : BodySubscribers.mapping(Body.ofRefusal(), Course.Refused::new);
    }

    @Override
    public CompletionStage<Course> getBody() {
        return course;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        opened.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (var buffer : buffers) {
                for (var envelope : envelopes.take(buffer)) {
                    read(envelope);
                }
            }
        } catch (Malformed _) {
            course.complete(new Course.Broken());
        }
        if (subscription == null) {
            return;
        }
        if (course.isDone()) {
            // The process goes on without us; the connection does not.
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable broken) {
        course.complete(atTheEnd());
    }

    @Override
    public void onComplete() {
        course.complete(atTheEnd());
    }

    private void read(Envelope envelope) throws Malformed {
        var message = envelope.message();
        if (envelope.last()) {
            Json.text(message.path("error"), "code")
                    .map(code -> CODE.matcher(code).matches() ? code : "unknown")
                    .filter(this::isTheEnd)
                    .ifPresentOrElse(
                            code -> course.complete(new Course.Stopped(code, output.text())),
                            () -> course.complete(atTheEnd()));
            return;
        }
        var event = message.path("event");
        if (follow == Follow.TO_ITS_START) {
            Json.whole(event.path("start"), "pid")
                    .ifPresent(pid -> course.complete(new Course.Started(pid)));
            return;
        }
        print(event.path("data"));
        if (event.path("end").isObject()) {
            exitCode = OptionalInt.of(exitCode(event.path("end")));
        }
    }

    /** At its deadline a process is killed, and may be told to be dead before the reason comes. */
    private boolean isTheEnd(String code) {
        return exitCode.isEmpty() || (exitCode.getAsInt() < 0 && code.equals(DEADLINE));
    }

    /** The format leaves zeros out. A zero is one only of a process that ended by itself. */
    private static int exitCode(JsonNode end) {
        return Json.whole(end, "exitCode")
                .orElse(!end.has("exitCode") && end.path("exited").booleanValue(false) ? 0 : -1);
    }

    private void print(JsonNode data) throws Malformed {
        for (var name : List.of("stdout", "stderr")) {
            var text = Json.text(data, name);
            if (text.isPresent()) {
                output.add(decoded(text.get()));
            }
        }
    }

    private static byte[] decoded(String base64) throws Malformed {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new Malformed();
        }
    }

    private Course atTheEnd() {
        return exitCode.isPresent()
                ? new Course.Exited(exitCode.getAsInt(), output.text())
                : new Course.Broken();
    }
}
