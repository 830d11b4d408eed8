package io.sandkeeper.sandboxserver.envd.process;

import java.util.Map;

/** Signals by the names that the protocol and the shell's users know. */
final class Signals {
    private static final Map<Integer, String> WORDS =
            Map.of(
                    1, "hangup",
                    2, "interrupt",
                    3, "quit",
                    6, "aborted",
                    9, "killed",
                    11, "segmentation fault",
                    13, "broken pipe",
                    15, "terminated");

    private Signals() {}

    static String word(int number) {
        return WORDS.getOrDefault(number, "signal " + number);
    }

    /** Zero for one that the protocol does not have. */
    static int number(String name) {
        return switch (name) {
            case "SIGNAL_SIGKILL", "9" -> 9;
            case "SIGNAL_SIGTERM", "15" -> 15;
            default -> 0;
        };
    }
}
