package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A pipe of which one end goes to a child. The server's end never blocks a thread. */
record Pipe(Descriptor reading, Descriptor writing) implements AutoCloseable {
    static Pipe toChild() throws LinuxException {
        Pipe pipe = open();
        pipe.writing.makeNonBlocking();
        return pipe;
    }

    static Pipe fromChild() throws LinuxException {
        Pipe pipe = open();
        pipe.reading.makeNonBlocking();
        return pipe;
    }

    private static Pipe open() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            Kernel.check("pipe2", Kernel.call(Syscall.PIPE2, ends.address(), Open.CLOSE_ON_EXEC));
            return new Pipe(
                    new Descriptor(ends.get(ValueLayout.JAVA_INT, 0)),
                    new Descriptor(ends.get(ValueLayout.JAVA_INT, 4)));
        }
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
