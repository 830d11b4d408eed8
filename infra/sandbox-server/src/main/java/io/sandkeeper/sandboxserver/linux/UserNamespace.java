package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Root's rights for a server that is not root: over namespaces of its own and nothing else. */
public final class UserNamespace {
    private static final String PROGRAM = "/usr/bin/unshare";

    /** Says to the second start that the first one tried. */
    private static final String ENTERED = "SANDKEEPER_USER_NAMESPACE";

    private static final int MANY = 65_536;

    private UserNamespace() {}

    /** Starts this very command again inside of one; returns where that is of no use. */
    public static void enter() {
        try {
            if (isRoot() || System.getenv(ENTERED) != null || !works()) {
                return;
            }
            List<String> command =
                    new ArrayList<>(List.of(PROGRAM, "--user", "--map-root-user", "--"));
            command.add(Path.of("/proc/self/exe").toRealPath().toString());
            List<String> own = strings(Path.of("/proc/self/cmdline"));
            command.addAll(own.subList(1, own.size()));
            List<String> environment = strings(Path.of("/proc/self/environ"));
            environment.add(ENTERED + "=yes");
            execute(command, environment);
        } catch (IOException _) {
            // Then the server runs as it is, and says what it lacks.
        }
    }

    /** Why namespaces are out of reach, as far as can be said without trying. */
    public static Optional<String> obstacle() {
        if (isRoot()) {
            return Optional.empty();
        }
        return Optional.of("the server is not root and this host allows no user namespaces");
    }

    /** False in a namespace that knows one user only. */
    public static boolean hasManyUsers() throws IOException {
        long users = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"))) {
            users += Long.parseLong(line.strip().split("\\s+", -1)[2]);
        }
        return users >= MANY;
    }

    private static boolean isRoot() {
        return Kernel.call(Syscall.GETUID) == 0;
    }

    private static boolean works() throws IOException {
        var probe =
                new ProcessBuilder(PROGRAM, "--user", "--map-root-user", "--mount", "--net", "true")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            probe.destroyForcibly();
        }
    }

    private static List<String> strings(Path file) throws IOException {
        return new ArrayList<>(Arrays.asList(Files.readString(file).split("\0")));
    }

    private static void execute(List<String> command, List<String> environment)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.check(
                    PROGRAM,
                    Kernel.call(
                            Syscall.EXECVE,
                            Kernel.text(arena, PROGRAM).address(),
                            array(arena, command).address(),
                            array(arena, environment).address()));
        }
    }

    private static MemorySegment array(Arena arena, List<String> strings) throws LinuxException {
        AddressLayout pointer = ValueLayout.ADDRESS;
        MemorySegment array = arena.allocate(pointer, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(pointer, i, Kernel.text(arena, strings.get(i)));
        }
        return array;
    }
}
