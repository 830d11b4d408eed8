package io.sandkeeper.bench.timers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process has used of the processors, as the kernel counts it. */
final class ProcessorTime {
    /** The unit of the kernel's counts, the same on all machines that Java runs on with Linux. */
    private static final int TICKS_PER_SECOND = 100;

    /** Counted from behind the name, which may hold anything. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private ProcessorTime() {}

    static Duration of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc/" + pid + "/stat")));
    }

    static Duration parse(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }

    /** Of one processor, in percent. */
    static double share(Duration used, Duration wall) {
        return 100.0 * used.toNanos() / wall.toNanos();
    }
}
