package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When files are copied, and when they are compared. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KeepingTest {
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final Life life = new Life(Policies.copying(EVERY), profile(Duration.ofHours(2)));

    private static Profile profile(Duration autoPause) {
        var usual = Samples.PROFILE;
        return new Profile(
                usual.framework(),
                usual.region(),
                usual.priority(),
                autoPause,
                usual.wake(),
                usual.previewPort(),
                usual.spec());
    }

    @Test
    void a_session_that_is_used_is_copied_every_few_minutes() {
        for (int minute = 0; minute < 30; minute++) {
            life.pass(Duration.ofMinutes(1));
            life.use();
        }

        assertThat(life.copied()).isBetween(5, 6);
        assertThat(life.session().care().archive()).isPresent();
    }

    @Test
    void one_that_nobody_uses_is_copied_once() {
        life.pass(Duration.ofMinutes(60));

        assertThat(life.copied()).isEqualTo(1);
    }

    @Test
    void the_copy_of_a_pause_is_compared_with_what_wakes() {
        life.pass(Duration.ofHours(3));
        assertThat(life.session().state()).isInstanceOf(State.Paused.class);
        assertThat(life.session().care().seal()).isPresent();

        life.signal(new Signal.ResumeRequested(life.origin()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        life.signal(new Signal.ResumeDone(life.session().generation(), Optional.empty()));

        assertThat(life.session().operation())
                .hasValueSatisfying(one -> assertThat(one.kind()).isEqualTo(Operation.Kind.VERIFY));

        life.pass(Duration.ofSeconds(1));
        assertThat(life.session().care().seal()).isEmpty();
    }

    @Test
    void a_loss_is_told_with_its_files() {
        wakeUnverified();
        var turn = life.session().operation().orElseThrow().turn();

        life.signal(new Signal.Verified(life.session().generation(), turn, Samples.LOSS));

        assertThat(life.last().kind()).isEqualTo(new Notice.DataLossDetected(Samples.LOSS));
        assertThat(life.session().care().witness()).contains(Samples.LOSS.compared());
        assertThat(life.session().operation()).isEmpty();
    }

    /** Its worker may die after the files are back: then nothing is lost any more. */
    @Test
    void a_loss_is_told_before_anything_of_it_is_put_back() {
        wakeUnverified();
        var generation = life.session().generation();
        var turn = life.session().operation().orElseThrow().turn();

        life.signal(new Signal.Doubted(generation, turn, Samples.LOSS));

        assertThat(life.last().kind()).isEqualTo(new Notice.DataLossDetected(Samples.LOSS));
        assertThat(life.session().care().seal()).isPresent();
        assertThat(life.session().operation()).isPresent();

        life.signal(new Signal.Verified(generation, turn, DataLoss.none(Samples.LOSS.compared())));

        assertThat(life.session().care().witness()).contains(Samples.LOSS.compared());
        assertThat(life.session().care().seal()).isEmpty();
    }

    @Test
    void what_was_not_compared_yet_is_never_copied_over() {
        wakeUnverified();
        var turn = life.session().operation().orElseThrow().turn();
        var before = life.copied();
        for (int n = 0; n < 3; n++) {
            var operation = life.session().operation().orElseThrow();
            assertThat(operation.kind()).isEqualTo(Operation.Kind.VERIFY);
            life.signal(
                    new Signal.VerifyFailed(
                            life.session().generation(), turn + n, new Failure.Transient("503")));
            life.signal(
                    new Signal.TakenUp(
                            new Operation.Lease("w", life.now().plus(Duration.ofMinutes(1)))));
        }

        assertThat(life.copied()).isEqualTo(before);
    }

    @Test
    void a_copy_that_did_not_work_is_tried_again_at_once_and_told_when_that_does_not_help() {
        life.use();
        var all = life.told().size();
        startCopy();
        for (int attempt = 1; attempt < Policy.DEFAULT.attempts(); attempt++) {
            failToCopy(new Failure.Transient("the disk is full"));
            var due = life.session().operation().orElseThrow().dueAt();
            assertThat(due).isBefore(life.now().plus(Policy.DEFAULT.longestRetry()));
            life.passTo(due);
            life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        }
        assertThat(life.told()).hasSize(all);

        failToCopy(new Failure.Transient("the disk is full"));

        assertThat(life.told().subList(all, life.told().size())).isEqualTo(List.of("Failed"));
        assertThat(life.session().operation()).isEmpty();
        life.pass(EVERY.plusSeconds(1));
        assertThat(life.session().care().archive()).isPresent();
    }

    @Test
    void one_that_can_never_work_is_told_at_once() {
        life.use();
        startCopy();

        failToCopy(new Failure.Permanent("the archives refuse it"));

        assertThat(life.last().kind()).isInstanceOf(Notice.Failed.class);
        assertThat(life.session().operation()).isEmpty();
    }

    @Test
    void what_fell_asleep_without_a_copy_is_woken_for_it_before_its_life_ends() {
        pauseWithoutCopy();
        life.pass(Duration.ofDays(31));

        assertThat(life.toldAt(Notice.Resumed.class)).hasSize(1);
        assertThat(life.toldAt(Notice.Paused.class)).hasSize(2);
        var copied = life.toldAt(Notice.ArchiveStored.class).getLast();
        var ended = life.toldAt(Notice.Expired.class).getLast();
        assertThat(Duration.between(copied, ended))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    @Test
    void what_fell_asleep_with_a_copy_sleeps_until_its_end() {
        life.pass(Duration.ofDays(31));

        assertThat(life.toldAt(Notice.Resumed.class)).isEmpty();
        assertThat(life.toldAt(Notice.Expired.class)).hasSize(1);
    }

    @Test
    void one_that_cannot_be_woken_for_its_last_copy_is_woken_once() {
        pauseWithoutCopy();
        wakeForItsCopy();
        life.signal(
                new Signal.ResumeFailed(
                        life.session().generation(),
                        life.session().operation().orElseThrow().turn(),
                        new Failure.Permanent("no")));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        life.signal(new Signal.PauseDone(life.session().generation(), Optional.empty()));
        life.pass(Duration.ofHours(1));

        assertThat(life.toldAt(Notice.Resumed.class)).isEmpty();
        assertThat(life.told()).contains("Failed");
        assertThat(life.toldAt(Notice.Expired.class)).hasSize(1);
    }

    @Test
    void what_was_not_compared_when_it_fell_asleep_again_has_no_copy() {
        wakeUnverified();
        pauseWithoutCopy();

        life.pass(Duration.ofDays(31));

        assertThat(life.toldAt(Notice.Resumed.class)).hasSize(2);
    }

    @Test
    void whoever_asks_for_its_pause_meanwhile_does_not_stop_its_copy() {
        pauseWithoutCopy();
        passToItsCopy();

        life.signal(new Signal.PauseRequested(life.origin()));
        life.pass(Duration.ofMinutes(1));

        assertThat(life.session().state()).isInstanceOf(State.Paused.class);
        assertThat(life.session().care().isSealed()).isTrue();
    }

    @Test
    void a_life_ends_in_time_although_its_copy_waits() {
        pauseWithoutCopy();
        wakeForItsCopy();
        var turn = life.session().operation().orElseThrow().turn();
        life.signal(
                new Signal.ResumeFailed(
                        life.session().generation(),
                        turn,
                        new Failure.Limited(Optional.of(Duration.ofHours(2)), "429")));
        var end = Lifespan.DEFAULT.end(life.session().state().current().orElseThrow());

        assertThat(new Lifecycle(Policies.copying(EVERY)).dueAt(life.session())).contains(end);
        life.passTo(end);
        life.signal(new Signal.TimerFired());

        assertThat(life.session().state()).isInstanceOf(State.Expired.class);
    }

    @Test
    void whoever_wants_it_while_it_is_woken_for_its_copy_and_gone_gets_another_one() {
        pauseWithoutCopy();
        wakeForItsCopy();
        life.signal(new Signal.ResumeRequested(life.origin()));

        life.signal(new Signal.Gone(life.session().generation(), "404"));

        assertThat(life.session().state()).isInstanceOf(State.Recreating.class);
    }

    @Test
    void one_that_is_gone_when_it_is_woken_for_its_copy_is_not_made_anew() {
        pauseWithoutCopy();
        wakeForItsCopy();

        life.signal(new Signal.Gone(life.session().generation(), "404"));

        assertThat(life.session().state()).isInstanceOf(State.Lost.class);
    }

    @Test
    void whoever_uses_it_while_it_is_woken_for_its_copy_finds_it_awake() {
        pauseWithoutCopy();
        wakeForItsCopy();

        life.signal(new Signal.Used(life.origin()));
        life.signal(new Signal.ResumeDone(life.session().generation(), Optional.empty()));

        assertThat(life.session().state()).isInstanceOf(State.Running.class);
    }

    @Test
    void the_copy_of_a_pause_that_found_nothing_new_is_not_told() {
        life.pass(EVERY.plusSeconds(1));
        var known = life.session().care().archive().orElseThrow();
        var stored = life.toldAt(Notice.ArchiveStored.class).size();
        life.signal(new Signal.PauseRequested(life.origin()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));

        life.signal(
                new Signal.PauseDone(
                        life.session().generation(),
                        Optional.of(new Archived(known, Duration.ZERO, 0, 0, List.of()))));

        assertThat(life.toldAt(Notice.ArchiveStored.class)).hasSize(stored);
        assertThat(life.session().care().seal()).contains(new Seal(known.id(), Optional.empty()));
    }

    @Test
    void a_copy_that_is_asked_for_is_made_at_once_and_told() {
        life.signal(new Signal.ArchiveRequested(life.origin()));
        life.pass(Duration.ofMillis(1));

        assertThat(life.toldAt(Notice.ArchiveStored.class)).hasSize(1);
    }

    @Test
    void one_that_is_asked_for_while_another_is_under_way_follows_it() {
        life.signal(new Signal.ArchiveRequested(life.origin()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        life.signal(new Signal.ArchiveRequested(life.origin()));
        var turn = life.session().operation().orElseThrow().turn();

        life.signal(new Signal.ArchiveDone(life.session().generation(), turn, Samples.ARCHIVED));
        life.pass(Duration.ofMillis(1));

        assertThat(life.toldAt(Notice.ArchiveStored.class)).hasSize(2);
    }

    private void pauseWithoutCopy() {
        life.signal(new Signal.PauseRequested(life.origin()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        life.signal(new Signal.PauseDone(life.session().generation(), Optional.empty()));
        assertThat(life.session().care().isSealed()).isFalse();
    }

    private void wakeForItsCopy() {
        passToItsCopy();
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
    }

    private void passToItsCopy() {
        while (life.session().state() instanceof State.Paused) {
            life.passTo(new Lifecycle(Policies.copying(EVERY)).dueAt(life.session()).orElseThrow());
            life.signal(new Signal.TimerFired());
        }
        assertThat(life.session().state()).isInstanceOf(State.Resuming.class);
    }

    private void failToCopy(Failure failure) {
        var turn = life.session().operation().orElseThrow().turn();
        life.signal(new Signal.ArchiveFailed(life.session().generation(), turn, failure));
    }

    /** As far as a copy that is under way. */
    private void startCopy() {
        var lifecycle = new Lifecycle(Policies.copying(EVERY));
        var due = lifecycle.dueAt(life.session()).orElseThrow();
        life.passTo(due);
        life.signal(new Signal.TimerFired());
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
    }

    private void wakeUnverified() {
        life.pass(Duration.ofHours(3));
        life.signal(new Signal.ResumeRequested(life.origin()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
        life.signal(new Signal.ResumeDone(life.session().generation(), Optional.empty()));
        life.signal(new Signal.TakenUp(new Operation.Lease("w", life.now())));
    }
}
