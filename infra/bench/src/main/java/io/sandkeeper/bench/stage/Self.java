package io.sandkeeper.bench.stage;

import io.sandkeeper.bench.Host;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What this process costs. */
public final class Self {
    private Self() {}

    public static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** From now on the peak is counted anew. */
    public static void forgetThreads() {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    }

    public static int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }

    public static double residentMiB() {
        return Host.kibibytes(Host.field("/proc/self/status", "VmRSS", "0 kB")) / 1024.0;
    }
}
