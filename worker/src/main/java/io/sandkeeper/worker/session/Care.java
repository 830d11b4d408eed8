package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What is done so that no work is lost.
 *
 * @param health as it was told last
 * @param archive the newest copy of the files that is safe
 * @param seal the copy that was made for the last pause, until it was compared with what woke
 * @param witness the copy from before the last loss, or doubt of one: it is kept whatever comes
 * @param looked when a running sandbox's files were looked after last
 * @param wanted somebody asked for another copy while something else was under way
 */
public record Care(
        Optional<Health> health,
        Optional<Archive> archive,
        Optional<Seal> seal,
        Optional<ArchiveId> witness,
        Instant looked,
        boolean wanted,
        Recreations recreations) {
    public static final Care NONE =
            new Care(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    false,
                    Recreations.NONE);

    /** There is a copy from the moment when it fell asleep. */
    public boolean isSealed() {
        return seal.filter(one -> one.woken().isEmpty()).isPresent();
    }

    Care seen(Health now) {
        return new Care(Optional.of(now), archive, seal, witness, looked, wanted, recreations);
    }

    Care kept(Archive newest, Instant now) {
        return new Care(health, Optional.of(newest), seal, witness, now, wanted, recreations);
    }

    Care sealed(Archive newest, Instant now) {
        return new Care(
                health,
                Optional.of(newest),
                Optional.of(Seal.of(newest)),
                witness,
                now,
                wanted,
                recreations);
    }

    Care woken(Instant now) {
        return new Care(
                health,
                archive,
                seal.map(one -> one.woken(now)),
                witness,
                looked,
                wanted,
                recreations);
    }

    Care unsealed() {
        return new Care(health, archive, Optional.empty(), witness, looked, wanted, recreations);
    }

    /** The same, and it is still to be compared. */
    Care doubted(ArchiveId copy) {
        return new Care(health, archive, seal, Optional.of(copy), looked, wanted, recreations);
    }

    /** What was lost, or may have been, is in it. */
    Care witnessed(ArchiveId copy) {
        return new Care(
                health, archive, Optional.empty(), Optional.of(copy), looked, wanted, recreations);
    }

    Care looked(Instant now) {
        return new Care(health, archive, seal, witness, now, wanted, recreations);
    }

    Care wanting() {
        return new Care(health, archive, seal, witness, looked, true, recreations);
    }

    Care begun() {
        return new Care(health, archive, seal, witness, looked, false, recreations);
    }

    Care recreations(Recreations newer) {
        return new Care(health, archive, seal, witness, looked, wanted, newer);
    }
}
