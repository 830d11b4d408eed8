package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.Census;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who is looked after: the running sessions of this worker's buckets, as they are read now and
 * then, and as this worker's own decisions leave them in between.
 */
final class Admissions {
    private static final int PAGE = 500;

    /** How often it is looked whether other buckets are ours. */
    private static final Duration ATTENTION = Duration.ofSeconds(1);

    private final Wards wards;
    private final Callers callers;
    private final Census census;
    private final MonitorRules rules;
    private final InstantSource clock;
    private Instant askedAt = Instant.EPOCH;
    private Instant readAt = Instant.EPOCH;
    private Instant restsUntil = Instant.EPOCH;
    private Optional<Reading> reading = Optional.empty();
    private int pagesLastTime;
    private volatile Buckets buckets = Set::of;
    private volatile Set<Integer> owned = Set.of();

    Admissions(
            Wards wards, Callers callers, Census census, MonitorRules rules, InstantSource clock) {
        this.wards = wards;
        this.callers = callers;
        this.census = census;
        this.rules = rules;
        this.clock = clock;
    }

    void open(Buckets ours) {
        buckets = ours;
    }

    /** Reads who runs: at once when the buckets are others than before, else a little at a time. */
    void turn() {
        var now = clock.instant();
        if (!now.isBefore(askedAt.plus(ATTENTION))) {
            askedAt = now;
            begin(now);
        }
        if (!now.isBefore(restsUntil)) {
            reading.ifPresent(one -> goOn(one, now));
        }
    }

    private void begin(Instant now) {
        var mine = buckets.owned();
        var others = !mine.equals(owned);
        owned = mine;
        if (rules.unasked() && (others || isTime(now))) {
            reading = Optional.of(new Reading(mine, now, others));
        }
    }

    private boolean isTime(Instant now) {
        return reading.isEmpty() && !now.isBefore(readAt.plus(rules.interval()));
    }

    private void goOn(Reading one, Instant now) {
        // Should the store not answer, it is asked for the same page after this.
        restsUntil = now.plus(ATTENTION);
        while (!one.isDone() && (one.atOnce || one.pages < due(one, now))) {
            one.readPage();
        }
        restsUntil = now;
        if (one.isDone()) {
            callers.again(wards.keep(one.seen, one.begunAt));
            // Whoever hands buckets over may have begun something that we did not see yet.
            readAt = one.atOnce ? one.begunAt.minus(half()) : one.begunAt;
            pagesLastTime = one.pages;
            reading = Optional.empty();
        }
    }

    /** As many as last time are read evenly within half of the interval, and then the rest. */
    private long due(Reading one, Instant now) {
        var passed = Duration.between(one.begunAt, now).toMillis();
        return passed < half().toMillis()
                ? 1 + pagesLastTime * passed / half().toMillis()
                : Long.MAX_VALUE;
    }

    private Duration half() {
        return rules.interval().dividedBy(2);
    }

    /** Everybody who runs, page by page. */
    private final class Reading {
        private final Set<Integer> mine;
        private final Instant begunAt;
        private final boolean atOnce;
        private final Set<SessionId> seen = new HashSet<>();
        private Optional<SessionId> next = Optional.empty();
        private int pages;

        Reading(Set<Integer> mine, Instant begunAt, boolean atOnce) {
            this.mine = mine;
            this.begunAt = begunAt;
            this.atOnce = atOnce;
        }

        boolean isDone() {
            return mine.isEmpty() || (pages > 0 && next.isEmpty());
        }

        void readPage() {
            var page = census.running(mine, next, PAGE);
            for (var one : page.sessions()) {
                if (admit(Subject.of(one))) {
                    seen.add(one.session());
                }
            }
            next = page.next();
            pages++;
        }
    }

    private boolean admit(Subject subject) {
        var ward = wards.of(subject.region());
        if (ward.isEmpty() || !rules.covers(subject.session())) {
            return false;
        }
        ward.get().admit(subject, clock.instant());
        return true;
    }

    void saw(Session session) {
        if (!(session.state() instanceof State.Running)) {
            callers.again(wards.discharge(session.id()));
        } else if (owned.contains(Bucket.of(session.id()))) {
            Subject.of(session).ifPresent(this::admit);
        }
    }
}
