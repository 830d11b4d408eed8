package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * The sessions of one region, and when each is looked at next. A region that does not answer takes
 * no time from another's.
 */
final class Ward {
    /** So many who ask wait for one answer. */
    private static final int MOST_ASKED = 100;

    private final Site site;
    private final MonitorRules rules;
    private final Around around;
    private final Pace pace;
    private final Examination examination;
    private final Outlook outlook = new Outlook();
    private final Judge judge;
    private final Map<SessionId, Patient> patients = new HashMap<>();
    private final Agenda agenda = new Agenda();
    private int underWay;

    Ward(Site site, MonitorRules rules, Around around) {
        this.site = site;
        this.rules = rules;
        this.around = around;
        this.pace = new Pace(rules);
        this.examination = new Examination(site.probes(), rules.limit(), around.threads());
        this.judge = new Judge(pace, outlook, around.meters());
    }

    /** What it works with. */
    record Around(Executor threads, InstantSource clock, Ears ears, MonitorMeters meters) {}

    /** Who hears what comes of it. Called without our lock. */
    interface Ears {
        void told(Told told);

        void changed(Site site, Outlook.Change change, Instant at);
    }

    synchronized int count() {
        return patients.size();
    }

    synchronized boolean isDark() {
        return outlook.isDark();
    }

    /** It runs, as far as is known. */
    synchronized void admit(Subject subject, Instant now) {
        var patient = patients.get(subject.session());
        if (patient != null && patient.subject().isNewerThan(subject)) {
            // What was read is from before what a decision told us.
            return;
        }
        if (patient == null || !patient.isAbout(subject)) {
            var due = pace.first(subject.session(), subject.every(), now);
            patient = enter(new Patient(subject, false, due, now));
        }
        patient.stays(subject, now);
        if (pace.isInUse(patient.usedAt(), now)) {
            hurry(patient, now);
        }
    }

    /** In the place of an earlier sandbox's: whoever asked about that asks about this one. */
    private Patient enter(Patient patient) {
        var before = patients.put(patient.session(), patient);
        if (before != null) {
            before.takeAsked().forEach(patient::ask);
        }
        agenda.enter(patient);
        return patient;
    }

    /** Looked at once, because somebody asks or doubts. */
    synchronized void visit(Subject subject, List<Origin> asked, Instant now) {
        var patient = patients.get(subject.session());
        if (patient == null || !patient.isAbout(subject)) {
            var guest = patient == null || patient.isGuest();
            patient = enter(new Patient(subject, guest, now, now));
        }
        asked.forEach(patient::ask);
        bringForward(patient, now);
    }

    /** It does not run any more. Who still waits for an answer is given back. */
    synchronized List<Origin> discharge(SessionId session) {
        var patient = patients.get(session);
        if (patient == null || patient.isGuest()) {
            return List.of();
        }
        patients.remove(session);
        return patient.takeAsked();
    }

    /**
     * Those that were not read again are not ours any more.
     *
     * @param since when the reading began: who came since then stays
     */
    synchronized Map<SessionId, List<Origin>> keep(Set<SessionId> read, Instant since) {
        var asked = new HashMap<SessionId, List<Origin>>();
        for (var patient : List.copyOf(patients.values())) {
            if (!read.contains(patient.session()) && patient.wasAdmittedBefore(since)) {
                asked.put(patient.session(), discharge(patient.session()));
            }
        }
        return asked;
    }

    /** What is used is looked at sooner; returns those that are not here. */
    synchronized List<SessionId> used(Collection<SessionId> sessions, Instant now) {
        var others = new ArrayList<SessionId>();
        for (var session : sessions) {
            var patient = patients.get(session);
            if (patient == null) {
                others.add(session);
            } else {
                patient.use(now);
                hurry(patient, now);
            }
        }
        return others;
    }

    /** What came of the question whether it is here. */
    enum Here {
        NO,
        YES,
        /** It is, and so many want to know already. */
        CROWDED
    }

    synchronized Here ask(SessionId session, Origin origin, Instant now) {
        var patient = patients.get(session);
        if (patient == null) {
            return Here.NO;
        }
        if (patient.askers() >= MOST_ASKED) {
            return Here.CROWDED;
        }
        patient.ask(origin);
        bringForward(patient, now);
        return Here.YES;
    }

    /**
     * @param about whether it is about the sandbox that we look at
     */
    synchronized boolean doubt(SessionId session, Predicate<Subject> about, Instant now) {
        var patient = patients.get(session);
        if (patient != null && about.test(patient.subject())) {
            bringForward(patient, now);
        }
        return patient != null;
    }

    private void hurry(Patient patient, Instant now) {
        var every = patient.subject().every();
        sooner(
                patient,
                pace.soon(patient.session(), every, patient.checks(), patient.begunAt()),
                now);
    }

    private void bringForward(Patient patient, Instant now) {
        sooner(patient, patient.begunAt().plus(Pace.BREATH), now);
    }

    /** What is suspected has its own times, and in a dark region only who asks is looked at. */
    private void sooner(Patient patient, Instant earliest, Instant now) {
        var at = earliest.isBefore(now) ? now : earliest;
        var may =
                !patient.isUnderWay()
                        && !patient.isSuspected()
                        && (patient.askers() > 0 || !outlook.isDark());
        if (may && at.isBefore(patient.dueAt())) {
            patient.due(at);
            agenda.enter(patient);
        }
    }

    /** Begins what is due, as far as it may be under way at once. */
    void turn(Instant now) {
        try {
            for (var look : begin(now)) {
                around.threads().execute(() -> take(look));
            }
        } catch (RejectedExecutionException _) {
            // This worker ends: others look after them.
        }
    }

    private record Look(Patient patient, Subject subject, Optional<Provider.Made> way) {}

    private synchronized List<Look> begin(Instant now) {
        var begun = new ArrayList<Look>();
        while (underWay < rules.atOnce()) {
            var next = agenda.next(now, patients);
            if (next.isEmpty()) {
                break;
            }
            var patient = next.get();
            patient.begin(now);
            underWay++;
            begun.add(new Look(patient, patient.subject(), patient.way()));
        }
        return begun;
    }

    private void take(Look look) {
        var start = System.nanoTime();
        var report = examination.look(look.subject(), look.way());
        if (Thread.currentThread().isInterrupted()) {
            // This worker ends, and what it broke off says nothing about the sandbox.
            return;
        }
        around.meters().looked(report.finding(), Duration.ofNanos(System.nanoTime() - start));
        var now = around.clock().instant();
        var judgement = settle(look, report, now);
        judgement.told().forEach(around.ears()::told);
        if (judgement.change() != Outlook.Change.NONE) {
            around.ears().changed(site, judgement.change(), now);
        }
    }

    private synchronized Judge.Judgement settle(Look look, Examination.Report report, Instant now) {
        var patient = look.patient();
        underWay--;
        patient.end();
        if (patients.get(patient.session()) != patient) {
            return Judge.Judgement.NONE;
        }
        patient.learn(report);
        var judgement = judge.judge(patient, report.finding(), patients.size(), now);
        judgement
                .nextAt()
                .ifPresentOrElse(
                        at -> {
                            patient.due(at);
                            agenda.enter(patient);
                        },
                        () -> patients.remove(patient.session()));
        if (judgement.change() == Outlook.Change.CAME_BACK) {
            judgeAnew(now);
        }
        return judgement;
    }

    private void judgeAnew(Instant now) {
        for (var patient : patients.values()) {
            sooner(patient, pace.first(patient.session(), patient.subject().every(), now), now);
        }
    }
}
