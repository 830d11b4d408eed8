package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.ProcessTable;
import io.sandkeeper.sandboxserver.linux.ProcessTable.Entry;
import io.sandkeeper.sandboxserver.linux.Signal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** All processes of a sandbox, stopped and continued together. */
final class Population {
    /** A process that forks all the time loses: each round stops what the last one missed. */
    private static final int ROUNDS = 10_000;

    /** From then on a process that a disk holds up counts as stopped: it is, when it goes on. */
    private static final int PATIENCE = 100;

    private static final long PAUSE_NANOS = 50_000;

    private final ProcessTable table;
    private final Predicate<Entry> member;
    private final List<Integer> stopped = new ArrayList<>();

    Population(ProcessTable table, Predicate<Entry> member) {
        this.table = table;
        this.member = member;
    }

    /**
     * Stops all, parents before their children, so that no shell sees a child stop. What somebody
     * inside had stopped before is left to him.
     */
    synchronized void freeze() throws IOException {
        Set<Integer> seen = new HashSet<>(stopped);
        boolean quiet = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean quietBefore = quiet;
            quiet = true;
            for (Entry process : members()) {
                if (process.isStopped() || process.isZombie()) {
                    seen.add(process.pid());
                } else {
                    quiet = process.isInKernel() && round >= PATIENCE && quiet;
                    if (seen.add(process.pid())) {
                        table.signal(process.pid(), Signal.STOP);
                        stopped.add(process.pid());
                    }
                }
            }
            // Only a list made when all had stopped already can be complete.
            if (quiet && quietBefore) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("The processes of a sandbox do not stop");
    }

    /** Continues those that {@link #freeze()} stopped, children before their parents. */
    synchronized void thaw() throws IOException {
        for (int pid : stopped.reversed()) {
            table.signal(pid, Signal.CONTINUE);
        }
        stopped.clear();
    }

    Cell.Usage usage() throws IOException {
        long memory = 0;
        long time = 0;
        int count = 0;
        for (Entry process : members()) {
            memory += process.residentBytes();
            time += process.cpuNanos();
            count++;
        }
        return new Cell.Usage(memory, time, count);
    }

    private List<Entry> members() throws IOException {
        return table.entries().stream().filter(member).toList();
    }
}
