package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The one door to the kernel: {@code syscall(2)}. The raw calls are wanted, not the C library's: of
 * those that change a user or a namespace, the raw ones change the calling thread alone.
 */
final class Kernel {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = syscall();

    private Kernel() {}

    // Foreign calls are restricted since they can break the JVM; this signature is the C library's.
    @SuppressWarnings("restricted")
    private static MethodHandle syscall() {
        ValueLayout word = ValueLayout.JAVA_LONG;
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    /** The result, or the negative error number. Repeats calls that a signal interrupted. */
    static long call(Syscall syscall, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            while (true) {
                long result =
                        (long)
                                SYSCALL.invokeExact(
                                        state,
                                        syscall.number(),
                                        at(arguments, 0),
                                        at(arguments, 1),
                                        at(arguments, 2),
                                        at(arguments, 3),
                                        at(arguments, 4),
                                        at(arguments, 5));
                if (result != -1) {
                    return result;
                }
                int errno = (int) ERRNO.get(state, 0L);
                // A descriptor is gone even when its close was interrupted.
                if (errno != Errno.INTERRUPTED || syscall == Syscall.CLOSE) {
                    return -errno;
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static long check(String what, long result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(what, (int) -result);
        }
        return result;
    }

    private static long at(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    /**
     * A C string.
     *
     * @throws LinuxException for a NUL inside, which would silently cut it short
     */
    static MemorySegment text(Arena arena, String text) throws LinuxException {
        return text(arena, text.getBytes(StandardCharsets.UTF_8));
    }

    static MemorySegment text(Arena arena, byte[] text) throws LinuxException {
        for (byte b : text) {
            if (b == 0) {
                throw new LinuxException("text with NUL", Errno.INVALID);
            }
        }
        MemorySegment segment = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, segment, ValueLayout.JAVA_BYTE, 0, text.length);
        return segment;
    }
}
