package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.machine.Command;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request to start a process, as it came. */
record Order(
        String command,
        List<String> arguments,
        Map<String, String> environment,
        Optional<String> directory,
        Optional<Command.TerminalSize> terminal,
        Optional<String> tag,
        boolean stdin) {
    static Order of(JsonNode request) throws Fault {
        var process = request.path("process");
        var command = process.path("cmd").asString("");
        if (command.isEmpty()) {
            throw new Fault(Code.INVALID_ARGUMENT, "process.cmd is missing");
        }
        var arguments = new ArrayList<String>();
        process.path("args").forEach(one -> arguments.add(one.asString("")));
        var environment = new LinkedHashMap<String, String>();
        process.path("envs")
                .properties()
                .forEach(one -> environment.put(one.getKey(), one.getValue().asString("")));
        return new Order(
                command,
                arguments,
                environment,
                text(process.path("cwd")),
                terminal(request.path("pty")),
                text(request.path("tag")),
                request.path("stdin").asBoolean(true));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }

    static Optional<Command.TerminalSize> terminal(JsonNode pty) throws Fault {
        if (!pty.isObject()) {
            return Optional.empty();
        }
        int columns = pty.path("size").path("cols").asInt(80);
        int rows = pty.path("size").path("rows").asInt(24);
        if (columns < 1 || rows < 1 || columns > 65_535 || rows > 65_535) {
            throw new Fault(Code.INVALID_ARGUMENT, "pty.size is out of range");
        }
        return Optional.of(new Command.TerminalSize(columns, rows));
    }

    /** What a list shows of it. */
    Map<String, Object> config() {
        var config = new LinkedHashMap<String, Object>();
        config.put("cmd", command);
        if (!arguments.isEmpty()) {
            config.put("args", arguments);
        }
        if (!environment.isEmpty()) {
            config.put("envs", environment);
        }
        directory.ifPresent(path -> config.put("cwd", path));
        return config;
    }
}
