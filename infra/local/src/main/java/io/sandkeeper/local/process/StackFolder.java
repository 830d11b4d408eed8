package io.sandkeeper.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The temporary folder of one stack. All of it is forgotten when the launcher ends. */
public final class StackFolder implements AutoCloseable {
    private static final String PREFIX = "sandkeeper-";
    private static final String LAUNCHER = "launcher";

    private final Path path;
    private final Janitor janitor;
    private boolean full;

    private StackFolder(Path path, Janitor janitor) {
        this.path = path;
        this.janitor = janitor;
    }

    public static StackFolder create() {
        try {
            var path = Files.createTempDirectory(PREFIX);
            Files.writeString(path.resolve(LAUNCHER), Long.toString(ProcessHandle.current().pid()));
            Files.createDirectories(path.resolve("logs"));
            Files.createDirectories(path.resolve("pids"));
            Files.createDirectories(path.resolve("tmp"));
            return new StackFolder(path, new Janitor(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The processes that hold a stack on this machine now. */
    public static List<ProcessHandle> launchers() {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return folders.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .flatMap(path -> launcher(path.resolve(LAUNCHER)).stream())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Optional<ProcessHandle> launcher(Path file) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file)));
        } catch (IOException | NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    Path log(String name) {
        return path.resolve("logs").resolve(fileName(name) + ".log");
    }

    /** Where a part's process id is written, for those who want to try what its death does. */
    public static Path pid(Path folder, String name) {
        return folder.resolve("pids").resolve(fileName(name));
    }

    private static String fileName(String part) {
        return part.replace(' ', '-');
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    public synchronized Child start(String name, JavaCommand command) {
        if (full) {
            throw new IllegalStateException("the stack is stopping");
        }
        var child = Child.start(name, command, this);
        try {
            janitor.waitFor(child.pid());
            Files.writeString(pid(path, name), Long.toString(child.pid()));
        } catch (IOException failure) {
            child.kill();
            throw new UncheckedIOException(failure);
        }
        return child;
    }

    /** From now on nothing is started, so that a stop during a start stops all. */
    public synchronized void startNoMore() {
        full = true;
    }

    /** Removes the folder, after the processes in it have ended. */
    @Override
    public void close() {
        try {
            janitor.finish();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
