package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.CellProcess;
import io.sandkeeper.sandboxserver.machine.Command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the start command of a sandbox's template in the background; its output goes to the log. */
final class StartCommand {
    private static final Map<String, String> FIELDS = Map.of("logger", "start-command");
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Sandbox sandbox;
    private final InstantSource time;

    StartCommand(Sandbox sandbox, InstantSource time) {
        this.sandbox = sandbox;
        this.time = time;
    }

    void startIfAny() {
        sandbox.profile().template().startCommand().ifPresent(this::start);
    }

    private void start(String text) {
        try {
            CellProcess process = sandbox.cell().run(command(text));
            Thread.ofVirtual().start(() -> log(process.output(), LogLine.Level.INFO));
            Thread.ofVirtual().start(() -> log(process.error(), LogLine.Level.WARN));
        } catch (IOException failed) {
            log(LogLine.Level.ERROR, "the start command did not start: " + failed.getMessage());
        }
    }

    private Command command(String text) {
        var environment = new HashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", "/home/user");
        environment.put("USER", "user");
        environment.put("LOGNAME", "user");
        environment.put("E2B_SANDBOX", "true");
        environment.put("E2B_SANDBOX_ID", sandbox.id());
        environment.put("E2B_TEMPLATE_ID", sandbox.templateId());
        environment.putAll(sandbox.environment());
        return new Command(
                List.of("/bin/bash", "-l", "-c", text),
                environment,
                sandbox.profile().template().workingDirectory(),
                "user",
                false,
                Optional.empty());
    }

    private void log(InputStream output, LogLine.Level level) {
        try (var lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log(level, line);
            }
        } catch (IOException ended) {
            log(LogLine.Level.DEBUG, "the start command's output ended: " + ended.getMessage());
        }
    }

    private void log(LogLine.Level level, String message) {
        sandbox.log().add(time.instant(), level, message, FIELDS);
    }
}
