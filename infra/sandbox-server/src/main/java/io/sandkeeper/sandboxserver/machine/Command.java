package io.sandkeeper.sandboxserver.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run in a cell.
 *
 * @param user "user" or "root"
 * @param environment the whole environment, nothing is inherited
 * @param terminal the size of a terminal to run it in, or none for pipes
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        String workingDirectory,
        String user,
        boolean stdin,
        Optional<TerminalSize> terminal) {
    public record TerminalSize(int columns, int rows) {}
}
