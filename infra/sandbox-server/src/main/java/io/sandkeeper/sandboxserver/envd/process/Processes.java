package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Call;
import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Envelopes;
import io.sandkeeper.sandboxserver.envd.connect.Fault;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The service {@code process.Process}. */
public final class Processes {
    private final Map<String, Crowd> crowds = new ConcurrentHashMap<>();

    /**
     * Answers a call of this service.
     *
     * @param user whom the caller wants the process to run as
     */
    public void call(String method, Call call, String user) throws IOException, Fault {
        var crowd = crowds.computeIfAbsent(call.guest().id(), _ -> new Crowd());
        switch (method) {
            case "Start" -> start(call, crowd, user);
            case "Connect" -> connect(call, crowd);
            case "StreamInput" -> streamInput(call, crowd);
            case "List" -> list(call, crowd);
            case "SendInput" -> {
                var request = call.message();
                input(crowd.findAlive(request.path("process")), request.path("input"));
                call.answer(Map.of());
            }
            case "CloseStdin" -> {
                closeStdin(crowd.findAlive(call.message().path("process")));
                call.answer(Map.of());
            }
            case "SendSignal" -> {
                signal(crowd, call.message());
                call.answer(Map.of());
            }
            case "Update" -> {
                update(crowd, call.message());
                call.answer(Map.of());
            }
            default ->
                    throw new Fault(Code.UNIMPLEMENTED, "process.Process has no method " + method);
        }
    }

    /** Its processes ended with it; what was known of them goes too. */
    public void forget(String sandboxId) {
        crowds.remove(sandboxId);
    }

    private static void start(Call call, Crowd crowd, String user) throws IOException, Fault {
        var limit = call.timeLimit();
        var process = Starts.start(call.guest(), Order.of(call.message()), user);
        crowd.add(process);
        try (var stream = call.open()) {
            process.follow(stream);
            process.start();
            Following.until(process, stream, call.headers(), limit);
        }
    }

    private static void connect(Call call, Crowd crowd) throws IOException, Fault {
        var limit = call.timeLimit();
        var process = crowd.find(call.message().path("process"));
        try (var stream = call.open()) {
            var exit = process.exit();
            process.follow(stream);
            exit.ifPresent(known -> stream.send(Events.end(known)));
            Following.until(process, stream, call.headers(), limit.map(_ -> Following.NO_KILL));
        }
    }

    private static void list(Call call, Crowd crowd) throws IOException {
        var shown =
                crowd.alive().stream()
                        .map(
                                one -> {
                                    var info = new LinkedHashMap<String, Object>();
                                    info.put("config", one.order().config());
                                    info.put("pid", one.pid());
                                    one.order().tag().ifPresent(tag -> info.put("tag", tag));
                                    return info;
                                })
                        .toList();
        call.answer(shown.isEmpty() ? Map.of() : Map.of("processes", shown));
    }

    private static void streamInput(Call call, Crowd crowd) throws IOException, Fault {
        Envelopes messages = call.messages();
        var first =
                messages.next().orElseThrow(() -> new Fault(Code.INVALID_ARGUMENT, "no message"));
        var process = crowd.findAlive(first.path("start").path("process"));
        for (var next = messages.next(); next.isPresent(); next = messages.next()) {
            var data = next.get().path("data");
            if (data.isObject()) {
                input(process, data.path("input"));
            }
        }
        try (var stream = call.open()) {
            stream.send(Map.of());
            stream.end();
        }
    }

    private static void input(Followed process, JsonNode input) throws Fault {
        var terminal = process.order().terminal().isPresent();
        var field = input.has("pty") ? "pty" : "stdin";
        if (terminal != field.equals("pty")) {
            throw new Fault(
                    Code.INTERNAL,
                    terminal ? "tty assigned to process" : "tty not assigned to process");
        }
        if (!terminal && !process.order().stdin()) {
            throw new Fault(Code.INTERNAL, "stdin not enabled or closed");
        }
        try {
            var output = process.process().input();
            output.write(Base64.getDecoder().decode(input.path(field).asString("")));
            output.flush();
        } catch (IllegalArgumentException _) {
            throw new Fault(Code.INVALID_ARGUMENT, "input.%s is not base64".formatted(field));
        } catch (IOException _) {
            throw new Fault(Code.INTERNAL, "stdin not enabled or closed");
        }
    }

    private static void closeStdin(Followed process) throws Fault {
        if (process.order().terminal().isPresent()) {
            throw new Fault(
                    Code.FAILED_PRECONDITION,
                    "a terminal's input is not closed: send it a control-D");
        }
        try {
            process.process().input().close();
        } catch (IOException _) {
            throw new Fault(Code.INTERNAL, "stdin not enabled or closed");
        }
    }

    private static void signal(Crowd crowd, JsonNode request) throws IOException, Fault {
        var process = crowd.findAlive(request.path("process"));
        var number = Signals.number(request.path("signal").asString(""));
        if (number == 0) {
            throw new Fault(Code.UNIMPLEMENTED, "only SIGKILL and SIGTERM can be sent");
        }
        process.process().signal(number);
    }

    private static void update(Crowd crowd, JsonNode request) throws IOException, Fault {
        var process = crowd.findAlive(request.path("process"));
        var size = Order.terminal(request.path("pty"));
        if (size.isPresent()) {
            if (process.order().terminal().isEmpty()) {
                throw new Fault(Code.FAILED_PRECONDITION, "tty not assigned to process");
            }
            process.process().resize(size.get());
        }
    }
}
