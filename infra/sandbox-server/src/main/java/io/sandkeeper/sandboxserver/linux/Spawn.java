package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Starts a child from the calling thread, which gives it its namespaces and its user. The JDK's own
 * way goes through a program of the JDK, which is not to be found among a sandbox's files.
 */
final class Spawn {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SPAWN =
            handle("posix_spawn", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle ACTIONS = handle("posix_spawn_file_actions_init", POINTER);
    private static final MethodHandle END_ACTIONS =
            handle("posix_spawn_file_actions_destroy", POINTER);
    private static final MethodHandle DUPLICATE =
            handle("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
    private static final MethodHandle OPEN =
            handle("posix_spawn_file_actions_addopen", POINTER, INT, POINTER, INT, INT);
    private static final MethodHandle CLOSE_FROM =
            handle("posix_spawn_file_actions_addclosefrom_np", POINTER, INT);
    private static final MethodHandle CHANGE_DIRECTORY =
            handle("posix_spawn_file_actions_addchdir_np", POINTER, POINTER);
    private static final MethodHandle ATTRIBUTES = handle("posix_spawnattr_init", POINTER);
    private static final MethodHandle FLAGS =
            handle("posix_spawnattr_setflags", POINTER, ValueLayout.JAVA_SHORT);
    private static final MethodHandle SIGNALS_DEFAULT =
            handle("posix_spawnattr_setsigdefault", POINTER, POINTER);

    /** Default for all signals, none blocked, a session of its own. */
    private static final short FRESH = 0x04 | 0x08 | 0x80;

    /** Enough for the C library's structures, which take 80 and 336 bytes. */
    private static final long ROOM = 1024;

    private static final int SIGNAL_SET = 128;

    private Spawn() {}

    /** The descriptors of a child; those with the same number as the server's are passed on. */
    record Wiring(int input, int output, int error, String terminal) {
        static Wiring pipes(int input, int output, int error) {
            return new Wiring(input, output, error, "");
        }

        static Wiring terminal(String path) {
            return new Wiring(-1, -1, -1, path);
        }
    }

    /** The child's pid as the server sees it, or a negative error number. */
    static int start(
            String program,
            List<String> arguments,
            List<String> environment,
            String directory,
            Wiring wiring)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ROOM, 16);
            MemorySegment attributes = arena.allocate(ROOM, 16);
            MemorySegment pid = arena.allocate(INT);
            int _ = (int) ACTIONS.invokeExact(actions);
            wire(arena, actions, wiring);
            int _ = (int) CLOSE_FROM.invokeExact(actions, 3);
            int _ = (int) CHANGE_DIRECTORY.invokeExact(actions, Kernel.text(arena, directory));
            int _ = (int) ATTRIBUTES.invokeExact(attributes);
            int _ = (int) FLAGS.invokeExact(attributes, FRESH);
            MemorySegment all = arena.allocate(SIGNAL_SET, 8).fill((byte) 0xff);
            int _ = (int) SIGNALS_DEFAULT.invokeExact(attributes, all);
            int failure =
                    (int)
                            SPAWN.invokeExact(
                                    pid,
                                    Kernel.text(arena, program),
                                    actions,
                                    attributes,
                                    strings(arena, arguments),
                                    strings(arena, environment));
            int _ = (int) END_ACTIONS.invokeExact(actions);
            return failure == 0 ? pid.get(INT, 0) : -failure;
        } catch (LinuxException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void wire(Arena arena, MemorySegment actions, Wiring wiring) throws Throwable {
        if (wiring.terminal().isEmpty()) {
            duplicate(arena, actions, wiring.input(), 0);
            duplicate(arena, actions, wiring.output(), 1);
            duplicate(arena, actions, wiring.error(), 2);
            return;
        }
        // Opened by the leader of a new session, it becomes that session's terminal.
        MemorySegment path = Kernel.text(arena, wiring.terminal());
        int _ = (int) OPEN.invokeExact(actions, 0, path, Open.READ_WRITE, 0);
        int _ = (int) DUPLICATE.invokeExact(actions, 0, 1);
        int _ = (int) DUPLICATE.invokeExact(actions, 0, 2);
    }

    private static void duplicate(Arena arena, MemorySegment actions, int from, int to)
            throws Throwable {
        if (from >= 0) {
            int _ = (int) DUPLICATE.invokeExact(actions, from, to);
        } else {
            MemorySegment nothing = Kernel.text(arena, "/dev/null");
            int _ = (int) OPEN.invokeExact(actions, to, nothing, Open.READ_WRITE, 0);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) throws LinuxException {
        MemorySegment array = arena.allocate(POINTER, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(POINTER, i, Kernel.text(arena, strings.get(i)));
        }
        return array;
    }

    // Foreign calls are restricted since they can break the JVM; these signatures are the C
    // library's.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }
}
