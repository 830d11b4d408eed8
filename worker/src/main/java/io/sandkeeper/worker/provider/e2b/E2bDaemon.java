package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Course;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Follow;
import io.sandkeeper.worker.session.Failure;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

    private final Wire wire;
    private final DaemonAddress address;
    private final Duration callTime;
    private final Aftermath aftermath;
    private final FileStreams streams;

    E2bDaemon(Wire wire, DaemonAddress address, Duration callTime, InstantSource clock) {
        this.wire = wire;
        this.address = address;
        this.callTime = callTime;
        this.aftermath = new Aftermath(wire, address, clock);
        this.streams = new FileStreams(wire, address, aftermath);
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
                                    when code.equals(ProcessStream.DEADLINE) ->
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
                address.file(path)
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(content))
                        .build();
        return switch (wire.send(request, Body.upTo(MOST_ANSWER), callTime)) {
            case Wire.Reply.None<Body>(var trouble) -> aftermath.lost(Call.WRITE, trouble);
            case Wire.Reply.Came<Body>(var response) when Aftermath.isSuccess(response) ->
                    new Answer.Done<>(new Written());
            case Wire.Reply.Came<Body>(var response) ->
                    aftermath.refused(Call.WRITE, response, response.body());
        };
    }

    @Override
    public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
        var request = address.file(path).GET().build();
        return switch (wire.send(request, Body.upTo(most), limit)) {
            case Wire.Reply.None<Body>(var trouble) -> aftermath.lost(Call.READ, trouble);
            case Wire.Reply.Came<Body>(var response) when Aftermath.isSuccess(response) ->
                    response.body().isWhole()
                            ? new Answer.Done<>(Optional.of(response.body().bytes()))
                            : new Answer.Failed<>(
                                    new Failure.Permanent(
                                            Call.READ + ": more than " + most + " bytes"));
            case Wire.Reply.Came<Body>(var response)
                    when aftermath.refusal(response, response.body()).isAbsence() ->
                    new Answer.Done<>(Optional.empty());
            case Wire.Reply.Came<Body>(var response) ->
                    aftermath.refused(Call.READ, response, response.body());
        };
    }

    @Override
    public <T> Answer<Optional<T>> download(
            String path, long most, Duration limit, Reading<T> reading) {
        return streams.download(path, most, limit, reading);
    }

    @Override
    public Answer<Written> upload(String path, Content content, Duration limit) {
        return streams.upload(path, content, limit);
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
            case Wire.Reply.None<Course>(var trouble) -> aftermath.lost(Call.COMMAND, trouble);
            case Wire.Reply.Came<Course>(var response) ->
                    reading.apply(response.body())
                            .<Answer<T>>map(Answer.Done::new)
                            .orElseGet(() -> useless(response));
        };
    }

    private <T> Answer<T> useless(HttpResponse<Course> response) {
        return switch (response.body()) {
            case Course.Refused(var body) -> aftermath.refused(Call.COMMAND, response, body);
            case Course.Stopped(var code, _) ->
                    aftermath.failed(Call.COMMAND, new Trouble.Stopped(code));
            case Course.Started _, Course.Exited _, Course.Broken _ ->
                    aftermath.lost(Call.COMMAND, new Trouble.Lost("the stream broke off"));
        };
    }

    @Override
    public String toString() {
        return "E2bDaemon[" + address + "]";
    }
}
