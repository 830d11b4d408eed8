package io.sandkeeper.worker.project;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Parts that arrived in a sandbox and are unpacked there while others are on their way. Making
 * files is what takes longest of all, and is the kernel's work: two at once keep two cores busy
 * with it.
 */
final class Unpacking implements AutoCloseable {
    private static final int AT_ONCE = 2;

    private final Layout layout;
    private final Deque<Ahead<Boolean>> running = new ArrayDeque<>();
    private boolean hasFolders;

    Unpacking(Layout layout) {
        this.layout = layout;
    }

    /** Waits as long as enough is being unpacked. The first part has the folders of all others. */
    void start(String part) throws Halt {
        settle(hasFolders ? AT_ONCE - 1 : 0);
        running.add(
                Ahead.start(
                        () -> {
                            layout.unpack(part);
                            return true;
                        }));
        if (!hasFolders) {
            settle(0);
            hasFolders = true;
        }
    }

    void settle() throws Halt {
        settle(0);
    }

    private void settle(int most) throws Halt {
        while (running.size() > most) {
            try (var oldest = running.remove()) {
                var _ = oldest.await();
            }
        }
    }

    @Override
    public void close() {
        running.forEach(Ahead::close);
    }
}
