package io.sandkeeper.worker.herald;

import io.sandkeeper.events.ArchiveId;
import io.sandkeeper.events.HealthResult;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Standing;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Notice;

/** What is told of a sandbox's health and of its files. */
final class CareWording {
    private static final int MOST_PROSE = 500;

    private CareWording() {}

    static HealthResult health(Health health) {
        return switch (health) {
            case HEALTHY -> HealthResult.HEALTHY;
            case EXPIRED -> HealthResult.EXPIRED;
            case ERROR -> HealthResult.ERROR;
            case UNREACHABLE -> HealthResult.UNREACHABLE;
        };
    }

    static Lifecycle.HealthChanged of(Notice.HealthChanged changed, Standing standing) {
        return new Lifecycle.HealthChanged(
                standing,
                health(changed.health()),
                changed.before().map(CareWording::health).orElse(null),
                changed.checkedAt());
    }

    static Lifecycle.ArchiveStored of(Archived archived, Standing standing) {
        var archive = archived.archive();
        return new Lifecycle.ArchiveStored(
                standing,
                new ArchiveId(archive.id().value()),
                Lifecycle.Durability.DURABLE,
                new Lifecycle.Amount(archive.files(), archive.bytes(), archived.took()),
                archived.transferred(),
                archived.leftOutCount(),
                archived.leftOut().stream()
                        .limit(Archived.MOST_NAMED)
                        .map(one -> new Lifecycle.LeftOut(one.path(), shortened(one.reason())))
                        .toList());
    }

    static Lifecycle.DataLossDetected of(DataLoss loss, Standing standing) {
        return new Lifecycle.DataLossDetected(
                standing,
                new ArchiveId(loss.compared().value()),
                loss.count(),
                loss.files().stream().limit(DataLoss.MOST_NAMED).map(CareWording::lost).toList());
    }

    private static Lifecycle.LostFile lost(DataLoss.Loss loss) {
        var kind =
                switch (loss.kind()) {
                    case MISSING -> Lifecycle.Loss.MISSING;
                    case DIFFERENT -> Lifecycle.Loss.DIFFERENT;
                };
        return new Lifecycle.LostFile(loss.path(), kind, loss.restored(), loss.copy().orElse(null));
    }

    private static String shortened(String text) {
        return text.length() > MOST_PROSE ? text.substring(0, MOST_PROSE) : text;
    }
}
