package io.sandkeeper.worker.session;

import java.time.Instant;

/** Copies of a session's files, and what they are compared with. */
final class Keeping {
    static final String ARCHIVE_AGAIN =
            "it is tried again with the next pause, or while it is used; its files are in the sandbox alone until then";
    private static final String VERIFY_AGAIN =
            "compare the files with the newest archive by hand; the archive is kept";

    /** What is not compared is not known to be whole: that is tried longer than other things. */
    private static final int PATIENCE = 4;

    private static final Cause COPIED = Cause.own(Cause.Kind.OPERATION, "its files were copied");

    private Keeping() {}

    /** Whether its files may have changed since they were looked after last. */
    static boolean mayHaveChanged(Session session) {
        var looked = session.care().looked();
        return session.care().wanted()
                || session.care().archive().isEmpty()
                || session.use().lastActivity().isAfter(looked)
                || session.use().busyUntil().isAfter(looked);
    }

    /** What is damaged must not become the newest copy: that is found out first. */
    static Operation.Kind next(Session session) {
        return session.care().seal().isPresent() ? Operation.Kind.VERIFY : Operation.Kind.ARCHIVE;
    }

    /** A copy that is under way may have passed what was changed last: another one follows it. */
    static Decision asked(Session session, Origin origin, Instant now) {
        var change = new Change(session, now).taking(origin);
        return session.operation().isPresent()
                ? change.care(Care::wanting).done()
                : change.care(next(session) == Operation.Kind.VERIFY ? Care::wanting : Care::begun)
                        .start(next(session), now)
                        .done();
    }

    /** What sleeps was copied when it fell asleep, and is just being copied while it does. */
    static Decision asleep(Session session, Origin origin, Instant now) {
        var change = new Change(session, now);
        return session.state() instanceof State.Pausing
                        || LastCopy.isAllThatIsWanted(session)
                        || session.care().isSealed()
                ? change.taking(origin).done()
                : change.refuse(origin, Refusal.NOTHING_TO_COPY);
    }

    /** What was asked for is done when a copy is begun, and not when one is compared before. */
    static void begin(Change change, Session session, Instant now) {
        var next = next(session);
        change.start(next, now);
        if (next == Operation.Kind.ARCHIVE) {
            change.care(Care::begun);
        }
    }

    static Decision archived(Session session, Archived archived, Instant now) {
        return new Change(session, now)
                .noOperation()
                .care(care -> care.kept(archived.archive(), now))
                .tell(COPIED, new Notice.ArchiveStored(archived))
                .done();
    }

    /** While it falls asleep, the same copy as before is no news. */
    static Change told(Change change, Session session, Archived archived) {
        var id = archived.archive().id();
        return session.care().archive().filter(known -> known.id().equals(id)).isPresent()
                ? change
                : change.tell(COPIED, new Notice.ArchiveStored(archived));
    }

    static Decision archiveFailed(Session session, Failure failure, Policy policy, Instant now) {
        var attempt = attempt(session);
        if (mayPass(failure) && attempt < policy.attempts()) {
            var due = now.plus(policy.retryAfter(session.id(), attempt));
            return new Change(session, now).operation(operation -> operation.again(due)).done();
        }
        return notArchived(session, failure, now);
    }

    static Decision notArchived(Session session, Failure failure, Instant now) {
        return failedToArchive(new Change(session, now).noOperation(), failure, now).done();
    }

    static Change failedToArchive(Change change, Failure failure, Instant now) {
        change.care(care -> care.looked(now));
        return failure instanceof Failure.Conflict
                ? change
                : change.tell(
                        Cause.own(Cause.Kind.OPERATION, failure.evidence()),
                        new Notice.Failed(Notice.Task.ARCHIVE, ARCHIVE_AGAIN));
    }

    static Decision verified(Change change, DataLoss loss) {
        return compared(change.noOperation(), loss).done();
    }

    static Change compared(Change change, DataLoss loss) {
        return loss.isNone()
                ? change.care(Care::unsealed)
                : lost(change.care(care -> care.witnessed(loss.compared())), loss);
    }

    /**
     * Before anything of it is put back: whoever compares again after that finds nothing lost any
     * more, and the loss would never be told.
     */
    static Decision doubted(Change change, DataLoss loss) {
        change.care(care -> care.doubted(loss.compared()));
        return (loss.isNone() ? change : lost(change, loss)).done();
    }

    private static Change lost(Change change, DataLoss loss) {
        return change.tell(
                Cause.own(
                        Cause.Kind.PROVIDER,
                        "files were not as they had been before the pause, and nothing wrote them since"),
                new Notice.DataLossDetected(loss));
    }

    static Decision verifyFailed(Session session, Failure failure, Policy policy, Instant now) {
        var change = new Change(session, now);
        var attempt = attempt(session);
        if (isNobodysFault(failure)) {
            var due = now.plus(policy.slotWait());
            return change.operation(operation -> operation.lookSoon(due)).done();
        }
        if (attempt < policy.attempts() * PATIENCE) {
            var due = now.plus(policy.retryAfter(session.id(), attempt));
            return change.operation(operation -> operation.again(due)).done();
        }
        return notVerified(session, failure, now);
    }

    private static int attempt(Session session) {
        return session.operation().map(Operation::attempt).orElse(1);
    }

    private static boolean mayPass(Failure failure) {
        return failure instanceof Failure.Transient || failure instanceof Failure.Unknown;
    }

    private static boolean isNobodysFault(Failure failure) {
        return switch (failure) {
            case Failure.Limited _, Failure.KeyRefused _, Failure.AsProbe _ -> true;
            case Failure.Conflict _ -> true;
            case Failure.Permanent _, Failure.Transient _, Failure.Unknown _ -> false;
        };
    }

    static Decision notVerified(Session session, Failure failure, Instant now) {
        return new Change(session, now)
                .noOperation()
                .care(care -> care.seal().map(seal -> care.witnessed(seal.archive())).orElse(care))
                .tell(
                        Cause.own(Cause.Kind.OPERATION, failure.evidence()),
                        new Notice.Failed(Notice.Task.VERIFICATION, VERIFY_AGAIN))
                .done();
    }
}
