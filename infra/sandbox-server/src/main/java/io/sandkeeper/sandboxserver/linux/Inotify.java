package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of changes in directories. The Java library's own watcher cannot: it takes a change of
 * permissions for a write, and a move for a removal.
 */
public final class Inotify implements AutoCloseable {
    public static final int WRITTEN = 0x2;
    public static final int ATTRIBUTES = 0x4;
    public static final int MOVED_AWAY = 0x40;
    public static final int MOVED_HERE = 0x80;
    public static final int CREATED = 0x100;
    public static final int DELETED = 0x200;

    /** The watch is gone, with the directory or by our own wish. */
    public static final int ENDED = 0x8000;

    /** The event is about a directory. */
    public static final int DIRECTORY = 0x40000000;

    private static final int WATCHED =
            WRITTEN | ATTRIBUTES | MOVED_AWAY | MOVED_HERE | CREATED | DELETED;
    private static final int DIRECTORIES_ONLY = 0x01000000;
    private static final int HEAD = 16;

    /**
     * What happened.
     *
     * @param name of the file in the watched directory; empty for the directory itself
     */
    public record Event(int watch, int mask, String name) {
        public boolean is(int kinds) {
            return (mask & kinds) != 0;
        }
    }

    private final Descriptor descriptor;
    private final byte[] buffer = new byte[Descriptor.CHUNK];

    private Inotify(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    public static Inotify open() throws LinuxException {
        int flags = Open.NON_BLOCKING | Open.CLOSE_ON_EXEC;
        return new Inotify(
                new Descriptor(Kernel.check("inotify", Kernel.call(Syscall.INOTIFY_INIT1, flags))));
    }

    /** Watches a directory; the same number again for one that is watched already. */
    public int add(Descriptor directory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            // Not by its name: that may lead elsewhere by now.
            var path = Kernel.text(arena, directory.path().toString());
            return (int)
                    descriptor.call(
                            "watch",
                            Syscall.INOTIFY_ADD_WATCH,
                            path.address(),
                            WATCHED | DIRECTORIES_ONLY);
        }
    }

    public void remove(int watch) throws IOException {
        descriptor.call("unwatch", Syscall.INOTIFY_RM_WATCH, watch);
    }

    /** Waits for events. To be called by one thread at a time. */
    public List<Event> read() throws IOException {
        int length = descriptor.read(buffer, 0, buffer.length);
        var events = new ArrayList<Event>();
        var bytes = ByteBuffer.wrap(buffer, 0, Math.max(length, 0)).order(ByteOrder.nativeOrder());
        while (bytes.remaining() >= HEAD) {
            int watch = bytes.getInt();
            int mask = bytes.getInt();
            bytes.getInt(); // It would tie the two ends of a move together.
            var name = new byte[bytes.getInt()];
            bytes.get(name);
            events.add(new Event(watch, mask, text(name)));
        }
        return events;
    }

    /** A name is followed by zeros. */
    private static String text(byte[] name) {
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        return new String(name, 0, end, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
