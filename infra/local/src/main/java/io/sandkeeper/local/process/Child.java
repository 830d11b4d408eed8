package io.sandkeeper.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running Java process on our tether, its output in a file. */
public final class Child {
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(String name, JavaCommand command, StackFolder folder) {
        var log = folder.log(name);
        var builder =
                new ProcessBuilder(command.line(folder.temporary()))
                        .directory(folder.path().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        // What is meant for one Java in the shell around us must not reach the stack's own.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            return new Child(builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + name, failure);
        }
    }

    public long pid() {
        return process.pid();
    }

    public void whenEnded(Runnable reaction) {
        var _ = process.onExit().thenRun(reaction);
    }

    /** Waits until it ends, at most so long; says whether it has ended. */
    public boolean endsWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int exitCode() {
        return process.exitValue();
    }

    /** Lets go of the tether. */
    public void askToStop() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already.
        }
    }

    public void kill() {
        process.destroyForcibly();
    }

    public Path log() {
        return log;
    }

    /** The last lines of its output that are not empty. */
    public List<String> lastWords(int lines) {
        try {
            var all =
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException failure) {
            return List.of("(its log cannot be read: " + failure.getMessage() + ")");
        }
    }
}
