package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon.Content;
import io.sandkeeper.worker.provider.Daemon.Reading;
import io.sandkeeper.worker.provider.Daemon.Written;
import io.sandkeeper.worker.session.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;

/** Files on their way, of which only a few pieces are here at any moment. */
final class FileStreams {
    private static final int MOST_ANSWER = 64 * 1024;

    private final Wire wire;
    private final DaemonAddress address;
    private final Aftermath aftermath;

    FileStreams(Wire wire, DaemonAddress address, Aftermath aftermath) {
        this.wire = wire;
        this.address = address;
        this.aftermath = aftermath;
    }

    /** The beginning of an answer: its content is still to come, or it says no. */
    private sealed interface Opening {
        record Flowing(InputStream in) implements Opening {}

        record Refused(Body body) implements Opening {}
    }

    private static BodyHandler<Opening> opening() {
        return head ->
                head.statusCode() == 200
                        ? BodySubscribers.mapping(
                                BodySubscribers.ofInputStream(), Opening.Flowing::new)
                        : BodySubscribers.mapping(Body.ofRefusal(), Opening.Refused::new);
    }

    <T> Answer<Optional<T>> download(String path, long most, Duration limit, Reading<T> reading) {
        var end = System.nanoTime() + limit.toNanos();
        var request = address.file(path).GET().build();
        return switch (wire.send(request, opening(), limit)) {
            case Wire.Reply.None<Opening>(var trouble) -> aftermath.lost(Call.READ, trouble);
            case Wire.Reply.Came<Opening>(var response) ->
                    switch (response.body()) {
                        case Opening.Flowing(var in) when !isMeasured(response) -> {
                            close(in);
                            yield aftermath.failed(Call.READ, new Trouble.Garbled(200));
                        }
                        case Opening.Flowing(var in) -> {
                            var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                            yield read(new Download(in, most, left), reading);
                        }
                        case Opening.Refused(var body)
                                when aftermath.refusal(response, body).isAbsence() ->
                                new Answer.Done<>(Optional.empty());
                        case Opening.Refused(var body) ->
                                aftermath.refused(Call.READ, response, body);
                    };
        };
    }

    /** Without either, an answer that was cut off looks like a whole one. */
    private static boolean isMeasured(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Length").isPresent()
                || response.headers()
                        .firstValue("Transfer-Encoding")
                        .filter("chunked"::equalsIgnoreCase)
                        .isPresent();
    }

    private <T> Answer<Optional<T>> read(Download download, Reading<T> reading) {
        try (download) {
            var read = reading.read(download);
            download.toItsEnd();
            return download.trouble()
                    .<Answer<Optional<T>>>map(trouble -> unread(trouble))
                    .orElseGet(() -> new Answer.Done<>(Optional.of(read)));
        } catch (IOException refused) {
            return download.trouble()
                    .<Answer<Optional<T>>>map(trouble -> unread(trouble))
                    .orElseGet(() -> unusable(Call.READ, refused));
        }
    }

    private <T> Answer<T> unread(Download.End end) {
        return switch (end) {
            case Download.End.TooLarge(var most) ->
                    new Answer.Failed<>(
                            new Failure.Permanent(Call.READ + ": more than " + most + " bytes"));
            case Download.End.Broken(var why) -> aftermath.lost(Call.READ, new Trouble.Lost(why));
        };
    }

    Answer<Written> upload(String path, Content content, Duration limit) {
        try (var upload = Upload.of(content)) {
            var request =
                    address.file(path)
                            .header("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofInputStream(upload::in))
                            .build();
            var reply = wire.send(request, Body.upTo(MOST_ANSWER), limit);
            var unusable = upload.broken();
            if (unusable.isPresent()) {
                return unusable(Call.WRITE, unusable.get());
            }
            return switch (reply) {
                case Wire.Reply.None<Body>(var trouble) -> aftermath.lost(Call.WRITE, trouble);
                case Wire.Reply.Came<Body>(var response) when !Aftermath.isSuccess(response) ->
                        aftermath.refused(Call.WRITE, response, response.body());
                case Wire.Reply.Came<Body> _ when !upload.isWhole() ->
                        aftermath.lost(
                                Call.WRITE, new Trouble.Lost("answered before all was sent"));
                case Wire.Reply.Came<Body> _ -> new Answer.Done<>(new Written());
            };
        }
    }

    /** Our own side gave up. Its words are its own affair. */
    private static <T> Answer<T> unusable(Call call, IOException why) {
        return new Answer.Failed<>(
                new Failure.Transient(
                        call + ": given up on our side: " + why.getClass().getSimpleName()));
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException _) {
            // Nothing of it was wanted.
        }
    }
}
