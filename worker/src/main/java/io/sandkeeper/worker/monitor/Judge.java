package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.monitor.Suspicion.Step;
import io.sandkeeper.worker.session.Health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a look at one of a region's sandboxes. While the region is dark nobody is found
 * ill: whoever asks is told that nothing is known.
 */
final class Judge {
    private final Pace pace;
    private final Outlook outlook;
    private final MonitorMeters meters;

    Judge(Pace pace, Outlook outlook, MonitorMeters meters) {
        this.pace = pace;
        this.outlook = outlook;
        this.meters = meters;
    }

    /**
     * @param nextAt when it is looked at again; none for a guest that has its answer
     */
    record Judgement(List<Told> told, Optional<Instant> nextAt, Outlook.Change change) {
        /** Whoever was looked at has left meanwhile. */
        static final Judgement NONE =
                new Judgement(List.of(), Optional.empty(), Outlook.Change.NONE);
    }

    /**
     * @param sessions how many are checked in this region
     */
    Judgement judge(Patient patient, Finding finding, int sessions, Instant now) {
        // Who was asked about says nothing about the others.
        var change =
                patient.isGuest()
                        ? Outlook.Change.NONE
                        : outlook.heard(
                                patient.session(),
                                finding.isWell(),
                                patient.isSuspected(),
                                sessions,
                                now);
        if (outlook.isDark() && !finding.isWell()) {
            patient.forgetSuspicion();
            return hold(patient, finding, change, now);
        }
        return switch (patient.weigh(finding)) {
            case Step.LookAgain(_, var after) ->
                    new Judgement(List.of(), Optional.of(now.plus(after)), change);
            case Step.Certain(var health, var evidence, var since) ->
                    new Judgement(
                            told(patient, health, evidence, since), nextAt(patient, now), change);
            case Step.Moot _ -> new Judgement(moot(patient), nextAt(patient, now), change);
        };
    }

    private static List<Told> told(Patient patient, Health health, String evidence, Instant since) {
        var asked = patient.takeAsked();
        if (patient.isGuest() && asked.isEmpty() && health == Health.HEALTHY) {
            return List.of();
        }
        return patient.isNews(health) || !asked.isEmpty()
                ? Told.all(patient.subject(), health, evidence, since, asked).toList()
                : List.of();
    }

    private Judgement hold(Patient patient, Finding finding, Outlook.Change change, Instant now) {
        meters.held();
        var evidence =
                finding instanceof Finding.Seen(_, var seen) ? seen : "it sleeps at the provider";
        return new Judgement(
                answer(
                        patient,
                        Health.UNREACHABLE,
                        "most sandboxes of its region do not answer, so nothing is concluded from: "
                                + evidence),
                nextAt(patient, now),
                change);
    }

    /** The provider put it to sleep by itself: that is not for us to notice. */
    private static List<Told> moot(Patient patient) {
        return answer(patient, Health.HEALTHY, "the control plane says that it sleeps");
    }

    private static List<Told> answer(Patient patient, Health health, String evidence) {
        return patient.askers() > 0
                ? Told.all(
                                patient.subject(),
                                health,
                                evidence,
                                patient.begunAt(),
                                patient.takeAsked())
                        .toList()
                : List.of();
    }

    private Optional<Instant> nextAt(Patient patient, Instant now) {
        return patient.isGuest()
                ? Optional.empty()
                : Optional.of(
                        pace.next(
                                patient.session(),
                                patient.subject().every(),
                                patient.checks(),
                                patient.begunAt(),
                                pace.isInUse(patient.usedAt(), now),
                                outlook.isDark()));
    }
}
