package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.monitor.Suspicion.Step;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One session that is looked after. Only its ward touches it, under its lock. */
final class Patient {
    private Subject subject;
    private boolean guest;
    private Instant admittedAt;
    private Instant dueAt;
    private Instant begunAt = Instant.EPOCH;
    private Instant usedAt;
    private long checks;
    private boolean underWay;
    private boolean asleep;
    private Optional<Provider.Made> way = Optional.empty();
    private Optional<Suspicion> suspicion = Optional.empty();
    private Optional<Health> told = Optional.empty();
    private List<Origin> asked = new ArrayList<>();

    /**
     * @param guest it is looked at because somebody asked, and leaves with the answer
     */
    Patient(Subject subject, boolean guest, Instant dueAt, Instant now) {
        this.subject = subject;
        this.guest = guest;
        this.dueAt = dueAt;
        this.admittedAt = now;
        this.usedAt = subject.lastUse();
    }

    SessionId session() {
        return subject.session();
    }

    Subject subject() {
        return asleep ? subject.asleep() : subject;
    }

    Optional<Provider.Made> way() {
        return way;
    }

    boolean isGuest() {
        return guest;
    }

    boolean isUnderWay() {
        return underWay;
    }

    boolean isSuspected() {
        return suspicion.isPresent();
    }

    boolean wasAdmittedBefore(Instant time) {
        return admittedAt.isBefore(time);
    }

    Instant dueAt() {
        return dueAt;
    }

    Instant begunAt() {
        return begunAt;
    }

    Instant usedAt() {
        return usedAt;
    }

    long checks() {
        return checks;
    }

    /** It is one of ours, as it was read again. */
    void stays(Subject newer, Instant now) {
        subject = newer;
        guest = false;
        admittedAt = now;
        use(newer.lastUse());
    }

    void use(Instant at) {
        usedAt = usedAt.isBefore(at) ? at : usedAt;
    }

    void due(Instant at) {
        dueAt = at;
    }

    void ask(Origin origin) {
        asked.add(origin);
    }

    /** How many wait for what is found. */
    int askers() {
        return asked.size();
    }

    boolean isAbout(Subject other) {
        return subject.isSameSandbox(other);
    }

    List<Origin> takeAsked() {
        var all = asked;
        asked = new ArrayList<>();
        return all;
    }

    void begin(Instant now) {
        underWay = true;
        begunAt = now;
        checks++;
    }

    void end() {
        underWay = false;
    }

    /** What a look taught us about the ways in. */
    void learn(Examination.Report report) {
        way = report.way();
        asleep = report.asleep();
    }

    Step weigh(Finding finding) {
        var step = Suspicion.after(suspicion, finding, begunAt);
        suspicion =
                step instanceof Step.LookAgain(var grown, _)
                        ? Optional.of(grown)
                        : Optional.empty();
        return step;
    }

    void forgetSuspicion() {
        suspicion = Optional.empty();
    }

    /**
     * A result that somebody acts on is told each time: whoever was not heard is heard the next
     * time. That it is well is told when that is new.
     */
    boolean isNews(Health health) {
        var news = health != Health.HEALTHY || !told.equals(Optional.of(health));
        told = Optional.of(health);
        return news;
    }
}
