package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One process of the stack, and what can happen to it. */
final class Part {
    private static final Duration LONGEST_END = Duration.ofSeconds(60);
    private static final int LAST_WORDS = 12;

    private final String name;
    private final JavaCommand command;
    private final BooleanSupplier serves;
    private final StackFolder folder;
    private @Nullable Child child;
    private boolean frozen;
    private int lives;

    Part(String name, JavaCommand command, BooleanSupplier serves, StackFolder folder) {
        this.name = name;
        this.command = command;
        this.serves = serves;
        this.folder = folder;
    }

    /** Returns when it serves. Each of its lives has a log of its own. */
    Part start() throws Exception {
        launch();
        return awaitServing();
    }

    void launch() {
        child = folder.start(name + " life " + ++lives, command);
        frozen = false;
    }

    Part awaitServing() throws Exception {
        Patience.untilNone(name + " starts", () -> serving().map(List::of).orElseGet(List::of));
        return this;
    }

    private Optional<String> serving() throws InterruptedException {
        if (living().endsWithin(Duration.ZERO)) {
            throw new AssertionError(
                    "%s ended with code %d instead of starting: %s"
                            .formatted(name, living().exitCode(), living().lastWords(LAST_WORDS)));
        }
        return serves.getAsBoolean() ? Optional.empty() : Optional.of("it does not serve yet");
    }

    boolean isAlive() {
        return child != null
                && ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    void freeze() {
        signal("-STOP");
        frozen = true;
    }

    void wake() {
        signal("-CONT");
        frozen = false;
    }

    /** As the power cut of its machine would. */
    void kill() throws InterruptedException {
        signal("-KILL");
        assertThat(living().endsWithin(LONGEST_END)).as("%s is dead", name).isTrue();
    }

    /** Asks it to end, as a deployment does, and tells how long that took. */
    Duration end() throws InterruptedException {
        var begin = System.nanoTime();
        signal("-TERM");
        assertThat(living().endsWithin(LONGEST_END)).as("%s ends when it is asked", name).isTrue();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** As it was before the drill, whatever the drill left. */
    void restore() throws Exception {
        if (!isAlive()) {
            start();
        } else if (frozen) {
            wake();
        }
    }

    void letGo() {
        if (isAlive()) {
            if (frozen) {
                wake();
            }
            living().askToStop();
        }
    }

    private void signal(String signal) {
        try {
            var pid = Long.toString(living().pid());
            var sent = new ProcessBuilder("kill", signal, pid).inheritIO().start();
            assertThat(sent.waitFor()).as("kill %s of %s", signal, name).isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while telling " + name, failure);
        }
    }

    private Child living() {
        if (child == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return child;
    }

    @Override
    public String toString() {
        return name;
    }
}
