package io.sandkeeper.worker.herald;

import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Recreation;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.Standing;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Signal;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What is told while a sandbox is made in place of another. */
final class RecreationWording {
    private RecreationWording() {}

    static Recreation.Started of(Notice.RecreationStarted started, Standing standing, int attempt) {
        return new Recreation.Started(
                standing, reason(started.why()), attempt, id(started.previous()));
    }

    static Recreation.Progress of(Notice.RecreationProgressed progressed, Standing standing) {
        return new Recreation.Progress(
                standing, step(progressed.step()), progressed.message(), progressed.percent());
    }

    static Recreation.Completed of(
            Notice.RecreationCompleted completed, Standing standing, Lifecycle.Preview preview) {
        var restored = completed.restored();
        return new Recreation.Completed(
                standing,
                source(restored.source()),
                restored.takenAt().orElse(null),
                new Lifecycle.Amount(restored.files(), restored.bytes(), restored.took()),
                id(completed.previous()),
                preview,
                restored.unrecoveredCount(),
                restored.unrecovered());
    }

    private static @Nullable SandboxId id(
            Optional<io.sandkeeper.worker.session.SandboxId> sandbox) {
        return sandbox.map(one -> new SandboxId(one.value())).orElse(null);
    }

    private static Recreation.Reason reason(Replacement.Why why) {
        return switch (why) {
            case LOST -> Recreation.Reason.LOST;
            case ERROR -> Recreation.Reason.ERROR;
            case REQUEST -> Recreation.Reason.REQUEST;
            case RESUME_NOT_FOUND -> Recreation.Reason.RESUME_NOT_FOUND;
        };
    }

    private static Recreation.Step step(Signal.Step step) {
        return switch (step) {
            case CREATING -> Recreation.Step.CREATING;
            case TRANSFERRING -> Recreation.Step.TRANSFERRING;
            case UPDATING -> Recreation.Step.UPDATING;
            case COMPLETE -> Recreation.Step.COMPLETE;
        };
    }

    private static Recreation.Source source(Restored.Source source) {
        return switch (source) {
            case LIVE -> Recreation.Source.LIVE;
            case ARCHIVE -> Recreation.Source.ARCHIVE;
            case REPOSITORY -> Recreation.Source.REPOSITORY;
            case TEMPLATE -> Recreation.Source.TEMPLATE;
        };
    }
}
