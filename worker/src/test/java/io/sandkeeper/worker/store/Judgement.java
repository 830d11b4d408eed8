package io.sandkeeper.worker.store;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What becomes of a write, given what is kept. */
final class Judgement {
    private Judgement() {}

    static Optional<Written.Refusal> refusal(SessionWrite write, @Nullable Kept kept) {
        var bytes = Publication.size(write.publications());
        // Roughly; the real measure is the stored document's.
        if (write.next().toString().length() > SessionStore.SESSION_BYTES
                || bytes > SessionStore.OUTBOX_BYTES) {
            return Optional.of(Written.Refusal.TOO_LARGE);
        }
        var full =
                kept != null
                        && kept.session().version() == write.before().version()
                        && bytes > 0
                        && Publication.size(kept.outbox()) + bytes > SessionStore.OUTBOX_BYTES;
        return full ? Optional.of(Written.Refusal.OUTBOX_FULL) : Optional.empty();
    }

    static boolean loses(SessionWrite write, @Nullable Kept kept) {
        if (kept == null || write.isInsert()) {
            return kept != null || !write.isInsert();
        }
        var stored = kept.session();
        var unused = stored.use().equals(Kept.milliseconds(write.before().use()));
        return stored.version() != write.before().version() || (write.requiresUnused() && !unused);
    }
}
