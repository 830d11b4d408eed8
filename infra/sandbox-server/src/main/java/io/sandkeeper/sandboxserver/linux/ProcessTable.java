package io.sandkeeper.sandboxserver.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The processes that some /proc shows. */
public final class ProcessTable {
    private static final long TICK_NANOS = 10_000_000;
    private static final long PAGE = 4096;

    private final PathWalk files;

    public ProcessTable(PathWalk files) {
        this.files = files;
    }

    /**
     * One process at the moment of looking.
     *
     * @param started in ticks since the machine's start: with the pid it names a process for ever
     */
    public record Entry(
            int pid, int parent, char state, long cpuNanos, long residentBytes, long started) {
        public boolean isStopped() {
            return state == 'T' || state == 't';
        }

        /** Waits in the kernel for a disk or the like; it does nothing before it is stopped. */
        public boolean isInKernel() {
            return state == 'D';
        }

        public boolean isZombie() {
            return state == 'Z' || state == 'X';
        }
    }

    /** All of them, parents before their children as a rule. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (var place = files.open("/proc", Open.PLACE | Open.DIRECTORY, 0);
                var directory = Directory.of(place)) {
            for (byte[] name : directory.names()) {
                if (name[0] >= '1' && name[0] <= '9') {
                    int pid = Integer.parseInt(new String(name, StandardCharsets.US_ASCII));
                    entry(pid).ifPresent(entries::add);
                }
            }
        }
        entries.sort(Comparator.comparingInt(Entry::pid));
        return entries;
    }

    public Optional<Entry> entry(int pid) throws IOException {
        return read("/proc/" + pid + "/stat")
                .map(bytes -> parse(pid, new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    private static Entry parse(int pid, String stat) {
        // The name comes first, in brackets, and may have brackets and spaces in it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new Entry(
                pid,
                Integer.parseInt(fields[1]),
                fields[0].charAt(0),
                ticks * TICK_NANOS,
                Long.parseLong(fields[21].strip()) * PAGE,
                Long.parseLong(fields[19]));
    }

    /** The environment that a process was started with; empty when it is gone or not ours. */
    public String environment(int pid) throws IOException {
        return read("/proc/" + pid + "/environ")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private Optional<byte[]> read(String path) throws IOException {
        try (var file = files.open(path, Open.READ, 0)) {
            var content = new ByteArrayOutputStream();
            var buffer = new byte[4096];
            for (int n = file.read(buffer, 0, buffer.length);
                    n > 0;
                    n = file.read(buffer, 0, buffer.length)) {
                content.write(buffer, 0, n);
            }
            return Optional.of(content.toByteArray());
        } catch (LinuxException _) {
            return Optional.empty();
        }
    }

    /** Signals a process by its pid in this table; silent when it is gone. */
    public void signal(int pid, int number) throws IOException {
        try (var process = files.open("/proc/" + pid, Open.DIRECTORY, 0)) {
            process.call("kill", Syscall.PIDFD_SEND_SIGNAL, number, 0, 0);
        } catch (LinuxException e) {
            if (!e.is(Errno.NO_ENTRY) && !e.is(Errno.NO_PROCESS)) {
                throw e;
            }
        }
    }
}
