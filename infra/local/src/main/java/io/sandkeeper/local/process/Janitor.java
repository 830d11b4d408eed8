package io.sandkeeper.local.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A shell that waits for the end of this process, whatever the end is, then for the processes it
 * was told of, and removes the folder. A tether stops processes; only this one can remove what they
 * have left when the launcher was killed.
 */
final class Janitor {
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            pids=
            while read -r pid; do pids="$pids $pid"; done
            turn=0
            left=$pids
            while [ -n "$left" ] && [ "$turn" -lt 100 ]; do
              still=
              for pid in $left; do
                if kill -0 "$pid" 2>/dev/null; then still="$still $pid"; fi
              done
              left=$still
              turn=$((turn + 1))
              if [ -n "$left" ]; then sleep 0.1; fi
            done
            if [ -n "$left" ]; then kill -9 $left 2>/dev/null; fi
            rm -rf -- "$1"
            """;

    private final Process shell;
    private final Writer orders;

    Janitor(Path folder) throws IOException {
        shell =
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sandkeeper-janitor", folder.toString())
                        .directory(Path.of("/").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        orders = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    synchronized void waitFor(long pid) throws IOException {
        orders.write(pid + "\n");
        orders.flush();
    }

    /** Lets it do its work and waits for that. */
    void finish() throws IOException, InterruptedException {
        orders.close();
        shell.waitFor(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
    }
}
