package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Course;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Follow;
import io.sandkeeper.worker.session.Failure;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A sandbox's daemon, over HTTP and the Connect protocol with JSON. */
final class E2bDaemon implements Daemon {
    private static final int MOST_ANSWER = 64 * 1024;

    /** The daemon ends a command at its limit; so long we wait for it to say so. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration HEALTH_TIME = Duration.ofSeconds(5);

    private final Wire wire;
    private final DaemonAddress address;
    private final Duration callTime;
    private final InstantSource clock;

    E2bDaemon(Wire wire, DaemonAddress address, Duration callTime, InstantSource clock) {
        this.wire = wire;
        this.address = address;
        this.callTime = callTime;
        this.clock = clock;
    }

    @Override
    public Answer<Ended> run(String command, Map<String, String> environment, Duration limit) {
        var request =
                commanding(command, environment)
                        .header("Connect-Timeout-Ms", Long.toString(limit.toMillis()))
                        .build();
        return follow(
                request,
                Follow.TO_ITS_END,
                limit.plus(GRACE),
                course ->
                        switch (course) {
                            case Course.Exited(var code, var output) ->
                                    Optional.of(new Ended(code, output));
                            case Course.Stopped(var code, var output)
                                    when code.equals("deadline_exceeded") ->
                                    Optional.of(new Ended(Ended.OVER_LIMIT, output));
                            case Course _ -> Optional.empty();
                        });
    }

    /** Without a limit in the request: the daemon would kill it at that limit. */
    @Override
    public Answer<Started> start(String command, Map<String, String> environment) {
        return follow(
                commanding(command, environment).build(),
                Follow.TO_ITS_START,
                callTime,
                course ->
                        course instanceof Course.Started(var pid)
                                ? Optional.of(new Started(pid))
                                : Optional.empty());
    }

    @Override
    public Answer<Written> write(String path, byte[] content) {
        var request =
                address.request(file(path))
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(content))
                        .build();
        return switch (wire.send(request, Body.upTo(MOST_ANSWER), callTime)) {
            case Wire.Reply.None<Body>(var trouble) -> lost(Call.WRITE, trouble);
            case Wire.Reply.Came<Body>(var response) when isSuccess(response) ->
                    new Answer.Done<>(new Written());
            case Wire.Reply.Came<Body>(var response) ->
                    refused(Call.WRITE, response, response.body());
        };
    }

    @Override
    public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
        var request = address.request(file(path)).GET().build();
        return switch (wire.send(request, Body.upTo(most), limit)) {
            case Wire.Reply.None<Body>(var trouble) -> lost(Call.READ, trouble);
            case Wire.Reply.Came<Body>(var response) when isSuccess(response) ->
                    response.body().isWhole()
                            ? new Answer.Done<>(Optional.of(response.body().bytes()))
                            : new Answer.Failed<>(
                                    new Failure.Permanent(
                                            Call.READ + ": more than " + most + " bytes"));
            case Wire.Reply.Came<Body>(var response)
                    when refusal(response, response.body()).isAbsence() ->
                    new Answer.Done<>(Optional.empty());
            case Wire.Reply.Came<Body>(var response) ->
                    refused(Call.READ, response, response.body());
        };
    }

    private HttpRequest.Builder commanding(String command, Map<String, String> environment) {
        var process = Json.object().put("cmd", "/bin/bash");
        process.putArray("args").add("-l").add("-c").add(command);
        process.set("envs", Json.object(environment));
        var message = Json.object().put("stdin", false);
        message.set("process", process);
        return address.request(Call.COMMAND.path())
                .header("Content-Type", "application/connect+json")
                .header("Connect-Protocol-Version", "1")
                .POST(BodyPublishers.ofByteArray(Envelopes.of(Json.bytes(message))));
    }

    private <T> Answer<T> follow(
            HttpRequest request,
            Follow follow,
            Duration limit,
            Function<Course, Optional<T>> reading) {
        return switch (wire.send(request, ProcessStream.following(follow), limit)) {
            case Wire.Reply.None<Course>(var trouble) -> lost(Call.COMMAND, trouble);
            case Wire.Reply.Came<Course>(var response) ->
                    reading.apply(response.body())
                            .<Answer<T>>map(Answer.Done::new)
                            .orElseGet(() -> useless(response));
        };
    }

    private <T> Answer<T> useless(HttpResponse<Course> response) {
        return switch (response.body()) {
            case Course.Refused(var body) -> refused(Call.COMMAND, response, body);
            case Course.Stopped(var code, _) -> failed(Call.COMMAND, new Trouble.Stopped(code));
            case Course.Started _, Course.Exited _, Course.Broken _ ->
                    lost(Call.COMMAND, new Trouble.Lost("the stream broke off"));
        };
    }

    /** A pause and a kill cut what is open, as a bad network does. Only a second look tells. */
    private <T> Answer<T> lost(Call call, Trouble trouble) {
        return trouble instanceof Trouble.Lost && isGone()
                ? new Answer.Absent<>(call + ": broken off, and " + Call.HEALTH + ": 502")
                : failed(call, trouble);
    }

    private boolean isGone() {
        var request = address.request(Call.HEALTH.path()).GET().build();
        return wire.send(request, Body.upTo(MOST_ANSWER), HEALTH_TIME)
                        instanceof Wire.Reply.Came<Body>(var response)
                && isGone(response, response.body());
    }

    private <T> Answer<T> refused(Call call, HttpResponse<?> response, Body body) {
        return isGone(response, body)
                ? new Answer.Absent<>(call + ": 502, the provider's own")
                : failed(call, refusal(response, body));
    }

    /**
     * The provider's own 502 names the sandbox. With a port it says that the sandbox is there and
     * its daemon is not. Any other 502 is a proxy's, and tells nothing.
     */
    private static boolean isGone(HttpResponse<?> response, Body body) {
        if (response.statusCode() != 502) {
            return false;
        }
        return Json.parse(body.bytes())
                .filter(json -> Json.whole(json, "code").orElse(0) == 502)
                .filter(json -> Json.text(json, "sandboxId").isPresent())
                .filter(json -> !json.has("port"))
                .isPresent();
    }

    /** Its words are left out: they may repeat a command, and commands may hold secrets. */
    private Trouble.Refused refusal(HttpResponse<?> response, Body body) {
        return Refusal.read(response, body, _ -> "", clock.instant());
    }

    private static <T> Answer<T> failed(Call call, Trouble trouble) {
        return new Answer.Failed<>(Classified.of(call, trouble));
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private static String file(String path) {
        return Call.READ.path()
                + "?path="
                + URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "E2bDaemon[" + address + "]";
    }
}
