package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.machine.Cell;
import io.sandkeeper.sandboxserver.machine.CellProcess;
import io.sandkeeper.sandboxserver.machine.Command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves between /home, /root and /tmp, which are one file system elsewhere and mounts of their own
 * here. The sandbox's own tool does it, in the sandbox, with its owners and times.
 */
final class Across {
    private Across() {}

    static void move(Cell cell, String source, String destination) throws IOException, Fault {
        var process =
                cell.run(
                        new Command(
                                List.of("/bin/mv", "-T", "-f", "--", source, destination),
                                Map.of("PATH", "/usr/bin:/bin"),
                                "/",
                                "root",
                                false,
                                Optional.empty()));
        process.output().readAllBytes();
        var said = new String(process.error().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.await().equals(new CellProcess.Exit.Code(0))) {
                throw new Fault(Code.INTERNAL, "cannot move '%s': %s".formatted(source, said));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Fault(Code.CANCELED, "interrupted");
        }
    }
}
