package io.sandkeeper.bench.sandboxserver;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this machine can do without any server: the floor below every figure. */
final class BareMachine {
    private static final List<String> UNSHARE =
            List.of("unshare", "-m", "-p", "-f", "-i", "-u", "-n", "--mount-proc", "true");

    private final int repetitions;

    BareMachine(int repetitions) {
        this.repetitions = repetitions;
    }

    /** New namespaces with one process in them; nothing where they are not allowed. */
    Optional<Figure> namespaces() throws Exception {
        var command = run(UNSHARE) == 0 ? UNSHARE : rootless();
        return run(command) == 0 ? Optional.of(spawning(command)) : Optional.empty();
    }

    private static List<String> rootless() {
        return List.of(
                "unshare", "-U", "-r", "-m", "-p", "-f", "-i", "-u", "-n", "--mount-proc", "true");
    }

    /** A login shell, which is what every command of the SDK is; without anybody's own profile. */
    Figure loginShell() throws Exception {
        return spawning(
                List.of(
                        "env",
                        "-i",
                        "HOME=/nowhere",
                        "PATH=/usr/bin:/bin",
                        "bash",
                        "-l",
                        "-c",
                        "true"));
    }

    private Figure spawning(List<String> command) throws Exception {
        var samples = new Samples();
        for (int i = 0; i < repetitions; i++) {
            samples.time(() -> run(command));
        }
        return samples.millis(50);
    }

    /** Writes a file of so many MiB as dd does. */
    Figure diskWrite(Path folder, int mebibytes) throws Exception {
        var file = folder.resolve("dd.bin");
        var dd =
                List.of(
                        "dd",
                        "if=/dev/zero",
                        "of=" + file,
                        "bs=1M",
                        "count=" + mebibytes,
                        "status=none");
        var figure = rate(dd, mebibytes);
        Files.deleteIfExists(file);
        return figure;
    }

    /** Reads it again; it is in memory, as it is for the server. */
    Figure diskRead(Path folder, int mebibytes) throws Exception {
        var file = folder.resolve("dd.bin");
        run(
                List.of(
                        "dd",
                        "if=/dev/zero",
                        "of=" + file,
                        "bs=1M",
                        "count=" + mebibytes,
                        "status=none"));
        var figure =
                rate(
                        List.of("dd", "if=" + file, "of=/dev/null", "bs=1M", "status=none"),
                        mebibytes);
        Files.deleteIfExists(file);
        return figure;
    }

    private Figure rate(List<String> command, int mebibytes) throws Exception {
        var samples = new Samples();
        for (int i = 0; i < 5; i++) {
            samples.time(() -> run(command));
        }
        return Figure.mebibytesPerSecond(mebibytes / (samples.median().toNanos() / 1e9));
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
