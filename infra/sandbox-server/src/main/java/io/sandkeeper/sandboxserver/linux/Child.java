package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A started process: its streams, its signals and its end. It is reaped as soon as it ends. */
public final class Child {
    /**
     * How it ended.
     *
     * @param code the exit code, or -1 when a signal ended it
     * @param signal the signal that ended it, or 0
     */
    public record End(int code, int signal) {}

    private static final int BY_PID = 1;
    private static final int NO_HANG = 1;
    private static final int EXITED = 4;

    private final int pid;
    private final int innerPid;
    private final Descriptor handle;
    private final OutputStream input;
    private final InputStream output;
    private final InputStream error;
    private final Optional<Terminal> terminal;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private Child(int pid, Wires wires) throws IOException {
        this.pid = pid;
        this.innerPid = innerPid(pid);
        this.handle = handleOf(pid);
        this.input = wires.input();
        this.output = wires.output();
        this.error = wires.error();
        this.terminal = wires.terminal();
        Poller.shared().once(handle.number(), Poller.IN, this::reap);
    }

    private record Wires(
            OutputStream input,
            InputStream output,
            InputStream error,
            Optional<Terminal> terminal) {
        void close() throws IOException {
            input.close();
            output.close();
            error.close();
        }
    }

    public static Child start(Launch launch) throws IOException {
        return switch (launch.streams()) {
            case Launch.Streams.Pipes(boolean withInput) -> onPipes(launch, withInput);
            case Launch.Streams.OnTerminal(Terminal terminal) -> onTerminal(launch, terminal);
        };
    }

    private static Child onPipes(Launch launch, boolean withInput) throws IOException {
        Pipe input = Pipe.toChild();
        Pipe output = Pipe.fromChild();
        Pipe error = Pipe.fromChild();
        var childEnds = List.of(input.reading(), output.writing(), error.writing());
        var wires =
                new Wires(
                        new DescriptorOutput(input.writing()),
                        new DescriptorInput(output.reading()),
                        new DescriptorInput(error.reading()),
                        Optional.empty());
        var wiring =
                Spawn.Wiring.pipes(
                        withInput ? input.reading().number() : -1,
                        output.writing().number(),
                        error.writing().number());
        for (Descriptor end : childEnds) {
            // Or it could not open its own /dev/stderr.
            Kernel.call(
                    Syscall.FCHOWN,
                    end.number(),
                    launch.identity().owner().user(),
                    launch.identity().owner().group());
        }
        Child child = start(launch, wiring, wires, childEnds);
        if (!withInput) {
            input.writing().close();
        }
        return child;
    }

    private static Child onTerminal(Launch launch, Terminal terminal) throws IOException {
        var wires =
                new Wires(
                        new DescriptorOutput(terminal.writing()),
                        new DescriptorInput(terminal.reading()),
                        InputStream.nullInputStream(),
                        Optional.of(terminal));
        return start(launch, Spawn.Wiring.terminal(terminal.childPath()), wires, List.of());
    }

    private static Child start(
            Launch launch, Spawn.Wiring wiring, Wires wires, List<Descriptor> childEnds)
            throws IOException {
        try {
            int pid = Errand.run(() -> spawn(launch, wiring, wires, childEnds));
            Kernel.check(launch.command().getFirst(), pid);
            return new Child(pid, wires);
        } catch (IOException | RuntimeException e) {
            wires.close();
            throw e;
        } finally {
            childEnds.forEach(Descriptor::close);
        }
    }

    private static int spawn(
            Launch launch, Spawn.Wiring wiring, Wires wires, List<Descriptor> childEnds)
            throws IOException {
        int othersMayRead = 022;
        launch.setting().enter();
        Kernel.call(Syscall.UMASK, othersMayRead);
        launch.identity().assume();
        int pid =
                Spawn.start(
                        launch.command().getFirst(),
                        launch.command(),
                        launch.environment(),
                        launch.directory(),
                        wiring);
        // From here on the child's output ends with the child.
        childEnds.forEach(Descriptor::close);
        try {
            if (pid > 0) {
                launch.setting().started(wires.input(), wires.output());
            }
            return pid;
        } catch (IOException | RuntimeException e) {
            Kernel.call(Syscall.KILL, pid, Signal.KILL);
            Kernel.call(Syscall.WAITID, BY_PID, pid, 0, EXITED, 0);
            throw e;
        }
    }

    /** Its pid as the server sees it. */
    public int pid() {
        return pid;
    }

    /** Its pid as it sees itself. */
    public int innerPid() {
        return innerPid;
    }

    public OutputStream input() {
        return input;
    }

    public InputStream output() {
        return output;
    }

    public InputStream error() {
        return error;
    }

    public CompletableFuture<End> end() {
        return end.copy();
    }

    public void signal(int number) throws IOException {
        handle.call("kill", Syscall.PIDFD_SEND_SIGNAL, number, 0, 0);
    }

    public void resize(int columns, int rows) throws IOException {
        if (terminal.isPresent()) {
            terminal.get().resize(columns, rows);
        }
    }

    /** A handle for its namespaces, good for as long as it lives. */
    public static Descriptor handleOf(int pid) throws LinuxException {
        return new Descriptor(Kernel.check("pidfd_open", Kernel.call(Syscall.PIDFD_OPEN, pid, 0)));
    }

    private static int innerPid(int pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Integer.toString(pid), "status"));
        return status.stream()
                .filter(line -> line.startsWith("NSpid:"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(pid);
    }

    private void reap() {
        int codeOffset = 8;
        int statusOffset = 24;
        int exited = 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(128, 8);
            Kernel.call(Syscall.WAITID, BY_PID, pid, info.address(), EXITED | NO_HANG, 0);
            int status = info.get(ValueLayout.JAVA_INT, statusOffset);
            boolean normal = info.get(ValueLayout.JAVA_INT, codeOffset) == exited;
            handle.close();
            closeInput();
            end.complete(normal ? new End(status, 0) : new End(-1, status));
        }
    }

    private void closeInput() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
