package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Seal;
import io.sandkeeper.worker.session.Session;

import java.util.Optional;
import java.util.function.Consumer;

/** Copies of projects' files: made, compared with what is there, and brought back. */
public interface Safekeeping {
    /**
     * A copy of what is there now, safe to its last byte. What is stored already does not travel.
     */
    Answer<Archived> keep(Session session, Daemon sandbox);

    /**
     * What is not as it is in the copy of the seal although nothing wrote it since. It is put back,
     * beside what was found.
     *
     * @param found hears of it before anything is put back: afterwards nobody could find it again
     */
    Answer<DataLoss> compare(Session session, Seal seal, Daemon sandbox, Consumer<DataLoss> found);

    /**
     * Brings the files of a session into a new sandbox, from the best source there is, and checks
     * each of them there. Safe to do twice.
     *
     * @param live the sandbox before, if it may still answer; what a pause cost there is put back
     *     there first
     * @param found hears what that was; nothing, when it could not be told
     * @return empty when there is neither a sandbox nor a copy to bring them from
     */
    Answer<Optional<Restored>> bring(
            Session session,
            Optional<Live> live,
            Daemon into,
            Progress progress,
            Consumer<DataLoss> found);

    /**
     * @param patient a passing trouble with it is told, and no copy is taken instead of it
     */
    record Live(Daemon sandbox, boolean patient) {}

    @FunctionalInterface
    interface Progress {
        void bytes(long done, long all);
    }
}
