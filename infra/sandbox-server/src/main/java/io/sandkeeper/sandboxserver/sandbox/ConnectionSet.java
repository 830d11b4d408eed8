package io.sandkeeper.sandboxserver.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The open connections of one sandbox, from one start or resume to the next pause or kill. */
final class ConnectionSet implements Connections {
    private final Set<Entry> entries = new HashSet<>();
    private boolean accepting = true;

    @Override
    public Registration add(Runnable cut) {
        var entry = new Entry(cut);
        synchronized (this) {
            if (accepting) {
                entries.add(entry);
                return entry;
            }
        }
        cut.run();
        return entry;
    }

    void cutAll() {
        List<Entry> all;
        synchronized (this) {
            accepting = false;
            all = new ArrayList<>(entries);
            entries.clear();
        }
        all.forEach(entry -> entry.cut.run());
    }

    synchronized void acceptAgain() {
        accepting = true;
    }

    synchronized int count() {
        return entries.size();
    }

    private final class Entry implements Registration {
        private final Runnable cut;

        private Entry(Runnable cut) {
            this.cut = cut;
        }

        @Override
        public void close() {
            synchronized (ConnectionSet.this) {
                entries.remove(this);
            }
        }
    }
}
