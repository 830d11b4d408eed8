package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Probes;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Course;
import io.sandkeeper.worker.provider.e2b.ProcessStream.Follow;
import io.sandkeeper.worker.session.SandboxId;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks a sandbox, its daemon and its control plane whether it is well. */
final class E2bProbes implements Probes {
    private static final int MOST_ANSWER = 64 * 1024;

    /** Without a login shell: a profile may take as long as it likes. */
    private static final byte[] NOTHING = nothing();

    /** Too busy to begin, which is no fault of the shell. */
    private static final Set<String> BUSY =
            Set.of("deadline_exceeded", "canceled", "unavailable", "resource_exhausted");

    /** It may be well: somebody in between, or its own limit, does not let us see. */
    private static final Set<Integer> IN_BETWEEN = Set.of(408, 421, 425, 429, 502, 503, 504);

    private final E2bSettings settings;
    private final Wire wire;
    private final ControlPlane control;
    private final Frontage frontage;

    E2bProbes(E2bSettings settings, Wire wire, ControlPlane control, Frontage frontage) {
        this.settings = settings;
        this.wire = wire;
        this.control = control;
        this.frontage = frontage;
    }

    @Override
    public Word look(SandboxId sandbox, Duration limit) {
        if (!Known.isId(sandbox.value())) {
            return new Word.Silent("not an id that a sandbox can have");
        }
        var path = Call.LOOK.path().replace("{id}", sandbox.value());
        return switch (control.ask(Call.LOOK, path, limit)) {
            case Said.No(var call, Trouble.Refused refused) when refused.isAbsence() ->
                    new Word.Absent(call + ": " + refused.evidence());
            case Said.No(var call, var trouble) ->
                    new Word.Silent(Classified.of(call, trouble).evidence());
            case Said.Yes(var call, var status, var body, _) ->
                    Known.seen(body)
                            .filter(seen -> seen.sandbox().equals(sandbox))
                            .<Word>flatMap(
                                    seen ->
                                            seen.condition() == Condition.PAUSED
                                                    ? Optional.of(new Word.Sleeps())
                                                    : Known.made(body).map(Word.Runs::new))
                            .orElseGet(
                                    () ->
                                            new Word.Silent(
                                                    call
                                                            + ": "
                                                            + status
                                                            + " with an unreadable answer"));
        };
    }

    @Override
    public Heard command(Provider.Made sandbox, Duration limit) {
        var request =
                DaemonAddress.of(settings, sandbox)
                        .request(Call.COMMAND.path())
                        .header("Content-Type", "application/connect+json")
                        .header("Connect-Protocol-Version", "1")
                        .header("Connect-Timeout-Ms", Long.toString(limit.toMillis()))
                        .POST(BodyPublishers.ofByteArray(NOTHING))
                        .build();
        return switch (wire.send(request, ProcessStream.following(Follow.TO_ITS_END), limit)) {
            case Wire.Reply.None<Course>(var trouble) -> silent(Call.COMMAND, trouble);
            case Wire.Reply.Came<Course>(var response) -> ran(response);
        };
    }

    private static Heard ran(HttpResponse<Course> response) {
        return switch (response.body()) {
            case Course.Exited(var code, _) when code == 0 -> new Heard.Fine();
            case Course.Exited(var code, _) ->
                    new Heard.Unwell(Call.COMMAND + ": nothing ended with exit code " + code);
            case Course.Stopped(var code, _) when BUSY.contains(code) ->
                    new Heard.Silent(Call.COMMAND + ": stopped: " + code);
            case Course.Stopped(var code, _) ->
                    new Heard.Unwell(Call.COMMAND + ": stopped: " + code);
            case Course.Refused(var body) -> refused(Call.COMMAND, response.statusCode(), body);
            case Course.Started _, Course.Broken _ ->
                    new Heard.Silent(Call.COMMAND + ": the stream broke off");
        };
    }

    @Override
    public Heard health(Provider.Made sandbox, Duration limit) {
        var request = DaemonAddress.of(settings, sandbox).request(Call.HEALTH.path()).GET().build();
        return switch (wire.send(request, Body.upTo(MOST_ANSWER), limit)) {
            case Wire.Reply.None<Body>(var trouble) -> silent(Call.HEALTH, trouble);
            case Wire.Reply.Came<Body>(var response) when response.statusCode() / 100 == 2 ->
                    new Heard.Fine();
            case Wire.Reply.Came<Body>(var response) ->
                    refused(Call.HEALTH, response.statusCode(), response.body());
        };
    }

    /** Anything but a word of whoever is in between is an answer of the program at that port. */
    @Override
    public Heard port(SandboxId sandbox, int port, Duration limit) {
        var url = URI.create(DaemonAddress.host(settings, sandbox, port) + '/');
        return switch (frontage.status(url, limit)) {
            case Frontage.Sign.Status(var status) when isInBetween(status) ->
                    new Heard.Silent("port " + port + ": " + status);
            case Frontage.Sign.Status _ -> new Heard.Fine();
            case Frontage.Sign.None(var why) -> new Heard.Silent("port " + port + ": " + why);
        };
    }

    private static boolean isInBetween(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    private static Heard silent(Call call, Trouble trouble) {
        return new Heard.Silent(Classified.of(call, trouble).evidence());
    }

    private static Heard refused(Call call, int status, Body body) {
        var evidence = call + ": " + status;
        if (Aftermath.isGone(status, body)) {
            return new Heard.Absent(evidence + ", the provider's own");
        }
        if (Aftermath.isClosed(status, body)) {
            return new Heard.Unwell(evidence + ", the sandbox is there and its daemon is not");
        }
        return IN_BETWEEN.contains(status)
                ? new Heard.Silent(evidence)
                : new Heard.Unwell(evidence);
    }

    private static byte[] nothing() {
        var process = Json.object().put("cmd", "/bin/bash");
        process.putArray("args").add("-c").add(":");
        var message = Json.object().put("stdin", false);
        message.set("process", process);
        return Envelopes.of(Json.bytes(message));
    }
}
