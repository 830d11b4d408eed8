package io.sandkeeper.local.stack;

import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/** A part that is a Java process of its own. */
final class ProcessPart implements Part {
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final int LAST_WORDS = 12;

    private final String name;
    private final String address;
    private final JavaCommand command;
    private final Probe probe;
    private final StackFolder folder;
    private volatile @Nullable Child child;

    ProcessPart(String name, String address, JavaCommand command, Probe probe, StackFolder folder) {
        this.name = name;
        this.address = address;
        this.command = command;
        this.probe = probe;
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void start() throws InterruptedException {
        var started = folder.start(name, command);
        child = started;
        var deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!probe.answers()) {
            if (started.endsWithin(BETWEEN_PROBES)) {
                throw new PartFailed(
                        name,
                        "ended with code " + started.exitCode() + " before it was ready",
                        started.lastWords(LAST_WORDS));
            }
            if (System.nanoTime() > deadline) {
                throw new PartFailed(
                        name,
                        "was not ready after " + LONGEST_START.toSeconds() + " s",
                        started.lastWords(LAST_WORDS));
            }
        }
    }

    @Override
    public Optional<Child> child() {
        return Optional.ofNullable(child);
    }

    @Override
    public void stop(Duration patience) {
        var running = child;
        if (running == null) {
            return;
        }
        running.askToStop();
        try {
            if (!running.endsWithin(patience)) {
                running.kill();
            }
        } catch (InterruptedException _) {
            running.kill();
            Thread.currentThread().interrupt();
        }
    }
}
