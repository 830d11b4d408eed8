package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A sandbox dies, and its files do not: on a real sandbox server, with its faults. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RescueTest {
    private static final String WORK =
            """
            mkdir -p /home/user/project/src "/home/user/project/with space"
            cd /home/user/project
            for n in $(seq 1 20); do echo "file $n" > src/$n.txt; done
            head -c 300000 /dev/urandom > image.bin
            printf 'x' > 'with space/ü.txt'
            chmod 600 src/1.txt
            ln -s src/1.txt link
            """;

    @TempDir private static Path folder;
    private static Rescue rescue;

    @BeforeAll
    static void start() throws IOException {
        rescue = Rescue.start(folder);
    }

    @AfterAll
    static void stop() {
        rescue.close();
    }

    @BeforeEach
    void begin() {
        rescue.another();
        rescue.settle();
        rescue.run(WORK);
    }

    @AfterEach
    void end() {
        rescue.calm();
        rescue.decide(new Signal.KillRequested(rescue.origin()));
        rescue.settle();
        assertThat(rescue.live()).isEmpty();
    }

    @Test
    void a_sandbox_that_was_killed_silently_comes_back_with_all_files_of_its_copy() {
        var before = rescue.files();
        archive();
        rescue.killSilently();

        see(Health.EXPIRED);
        used();
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
        assertThat(rescue.run("stat -c %a /home/user/project/src/1.txt").strip()).isEqualTo("600");
        assertThat(rescue.run("readlink /home/user/project/link").strip()).isEqualTo("src/1.txt");
        assertThat(completed().restored().source()).isEqualTo(Restored.Source.ARCHIVE);
        assertThat(completed().restored().files()).isEqualTo(23);
        assertThat(rescue.live()).hasSize(1);
    }

    @Test
    void what_is_copied_shortly_before_its_provider_would_end_it_is_kept_awake() {
        var before = rescue.endAt();
        rescue.pass(Duration.ofHours(8));

        archive();

        assertThat(rescue.endAt()).isAfter(before);
    }

    @Test
    void what_is_damaged_where_copies_are_kept_comes_from_the_copy_before() throws IOException {
        archive();
        var before = rescue.files();
        rescue.run("head -c 3000000 /dev/urandom > /home/user/project/later.bin");
        archive();
        rescue.spoilNewestCopy();
        rescue.killSilently();

        see(Health.EXPIRED);
        used();
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
        assertThat(completed().restored().source()).isEqualTo(Restored.Source.ARCHIVE);
        assertThat(rescue.live()).hasSize(1);
    }

    @Test
    void one_that_is_to_be_replaced_gives_its_files_as_they_are() {
        archive();
        rescue.run("echo newer than any copy > /home/user/project/new.txt");
        var before = rescue.files();
        var old = rescue.current().id();

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        assertThat(rescue.current().id()).isNotEqualTo(old);
        assertThat(rescue.files()).isEqualTo(before);
        assertThat(completed().restored().source()).isEqualTo(Restored.Source.LIVE);
        assertThat(rescue.live()).hasSize(1);
    }

    /** A template brings files of its own, also those that its user removed long ago. */
    @Test
    void what_was_removed_does_not_come_back_with_the_template() {
        rescue.run("rm /home/user/project/template.txt");
        var before = rescue.files();

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
    }

    @Test
    void one_that_runs_no_command_any_more_is_replaced_from_its_copy() {
        var before = rescue.files();
        archive();
        zombie();

        see(Health.ERROR);
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
        assertThat(completed().restored().source()).isEqualTo(Restored.Source.ARCHIVE);
        assertThat(rescue.live()).hasSize(1);
    }

    /** It holds the only copy: nobody but its owner may give it up. */
    @Test
    void without_a_copy_it_is_not_given_up() {
        var old = rescue.current().id();
        zombie();

        see(Health.ERROR);
        rescue.settle();

        assertThat(rescue.session().state()).isInstanceOf(State.Running.class);
        assertThat(rescue.current().id()).isEqualTo(old);
        assertThat(rescue.told(Notice.RecreationFailed.class)).hasSize(1);
        assertThat(rescue.live()).hasSize(1);
    }

    @Test
    void while_no_sandbox_can_be_made_the_old_one_stays_as_it_is() {
        var before = rescue.files();
        var old = rescue.current().id();
        rescue.fault("{\"operation\":\"create\",\"kind\":\"error-503\"}");

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        rescue.calm();
        assertThat(rescue.session().state()).isInstanceOf(State.Running.class);
        assertThat(rescue.current().id()).isEqualTo(old);
        assertThat(rescue.files()).isEqualTo(before);
    }

    @Test
    void a_lost_answer_makes_no_second_sandbox() {
        var before = rescue.files();
        rescue.fault("{\"operation\":\"create\",\"kind\":\"drop-after\",\"times\":1}");

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
        assertThat(rescue.live()).hasSize(1);
    }

    @Test
    void what_a_pause_damaged_is_found_told_and_put_back() {
        pause();
        damage("corrupt", "src/7.txt");
        damage("lose", "src/8.txt");

        rescue.decide(new Signal.ResumeRequested(rescue.origin()));
        rescue.settle();

        var loss = rescue.told(Notice.DataLossDetected.class).getLast().loss();
        assertThat(loss.count()).isEqualTo(2);
        assertThat(loss.files())
                .extracting(DataLoss.Loss::path, DataLoss.Loss::kind, DataLoss.Loss::restored)
                .containsExactlyInAnyOrder(
                        tuple("src/7.txt", DataLoss.Kind.DIFFERENT, true),
                        tuple("src/8.txt", DataLoss.Kind.MISSING, true));
        assertThat(rescue.run("cat /home/user/project/src/7.txt")).isEqualTo("file 7\n");
        assertThat(rescue.run("cat /home/user/project/src/8.txt")).isEqualTo("file 8\n");
        assertThat(loss.files())
                .filteredOn(one -> one.kind() == DataLoss.Kind.DIFFERENT)
                .singleElement()
                .satisfies(one -> assertThat(one.copy()).isPresent());
    }

    /** Whoever goes on finds nothing lost any more where files are back. */
    @Test
    void a_worker_that_is_killed_while_files_are_put_back_leaves_no_loss_untold() {
        for (int calls = 1; ; calls++) {
            var before = rescue.files();
            pause();
            damage("corrupt", "src/7.txt");
            damage("lose", "src/8.txt");
            wake();

            var killed = rescue.settleKilledAfter(calls);

            assertThat(rescue.told(Notice.DataLossDetected.class))
                    .as("killed after %d calls", calls)
                    .anySatisfy(one -> assertThat(one.loss().count()).isEqualTo(2));
            assertThat(rescue.session().care().witness()).isPresent();
            assertThat(rescue.files().lines().filter(one -> !one.contains("found-after-pause")))
                    .as("killed after %d calls", calls)
                    .containsExactlyElementsOf(before.lines().toList());
            if (!killed) {
                assertThat(calls).as("there were steps to be killed after").isGreaterThan(5);
                return;
            }
            anew();
        }
    }

    @Test
    void what_a_pause_damaged_is_told_and_put_back_before_its_sandbox_is_replaced() {
        var before = rescue.files();
        pause();
        damage("lose", "src/8.txt");
        wake();

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        var told = rescue.told(Notice.DataLossDetected.class);
        assertThat(told.getFirst().loss().files())
                .extracting(DataLoss.Loss::restored)
                .containsExactly(false);
        assertThat(told.getLast().loss().files())
                .extracting(DataLoss.Loss::restored)
                .containsExactly(true);
        assertThat(rescue.session().care().witness()).isPresent();
        assertThat(rescue.session().care().seal()).isEmpty();
        assertThat(rescue.files()).isEqualTo(before);
        assertThat(completed().restored().source()).isEqualTo(Restored.Source.LIVE);
    }

    @Test
    void what_could_not_be_compared_before_its_sandbox_is_replaced_keeps_its_copy()
            throws IOException {
        pause();
        rescue.spoilNewestManifest();
        wake();

        rescue.decide(new Signal.RecreateRequested(rescue.origin()));
        rescue.settle();

        assertThat(completed().restored().source()).isEqualTo(Restored.Source.LIVE);
        assertThat(rescue.session().care().witness()).isPresent();
        assertThat(rescue.session().care().seal()).isEmpty();
    }

    @Test
    void what_its_owner_wrote_after_the_wake_is_never_overwritten() {
        pause();
        rescue.decide(new Signal.ResumeRequested(rescue.origin()));
        rescue.decide(new Signal.TakenUp(new Operation.Lease("w", rescue.now())));
        rescue.run("echo mine > /home/user/project/src/3.txt; rm /home/user/project/src/4.txt");
        rescue.decide(new Signal.ResumeDone(rescue.session().generation(), Optional.empty()));

        rescue.settle();

        assertThat(rescue.run("cat /home/user/project/src/3.txt")).isEqualTo("mine\n");
    }

    @Test
    void a_sandbox_that_is_gone_when_it_is_woken_comes_back_with_its_files() {
        var before = rescue.files();
        pause();
        rescue.killSilently();

        rescue.decide(new Signal.ResumeRequested(rescue.origin()));
        rescue.settle();

        assertThat(rescue.files()).isEqualTo(before);
        assertThat(rescue.told(Notice.RecreationCompleted.class)).hasSize(1);
    }

    @Test
    void a_copy_of_nothing_new_transfers_nothing() {
        archive();

        archive();

        var copies = rescue.told(Notice.ArchiveStored.class);
        assertThat(copies).hasSize(2);
        assertThat(copies.get(0).archived().transferred()).isGreaterThan(300_000);
        assertThat(copies.get(1).archived().transferred()).isZero();
    }

    @Test
    void a_worker_that_is_killed_after_any_step_leaves_one_sandbox_with_all_files() {
        for (int calls = 1; ; calls++) {
            var before = rescue.files();
            rescue.decide(new Signal.RecreateRequested(rescue.origin()));

            var killed = rescue.settleKilledAfter(calls);

            assertThat(rescue.session().state())
                    .as("killed after %d calls", calls)
                    .isInstanceOf(State.Running.class);
            assertThat(rescue.files()).as("killed after %d calls", calls).isEqualTo(before);
            assertThat(rescue.live()).as("killed after %d calls", calls).hasSize(1);
            if (!killed) {
                assertThat(calls).as("there were steps to be killed after").isGreaterThan(10);
                return;
            }
            anew();
        }
    }

    @Test
    void the_same_holds_when_the_files_come_from_the_copy() {
        for (int calls = 1; ; calls++) {
            var before = rescue.files();
            archive();
            rescue.killSilently();
            see(Health.EXPIRED);
            used();

            var killed = rescue.settleKilledAfter(calls);

            assertThat(rescue.files()).as("killed after %d calls", calls).isEqualTo(before);
            assertThat(rescue.live()).as("killed after %d calls", calls).hasSize(1);
            if (!killed) {
                assertThat(calls).as("there were steps to be killed after").isGreaterThan(8);
                return;
            }
            anew();
        }
    }

    /** Nobody may have so many replacements within an hour. */
    private void anew() {
        rescue.decide(new Signal.KillRequested(rescue.origin()));
        rescue.settle();
        begin();
    }

    private void archive() {
        rescue.decide(new Signal.ArchiveRequested(rescue.origin()));
        rescue.settle();
        assertThat(rescue.session().care().archive()).isPresent();
    }

    private void pause() {
        rescue.decide(new Signal.PauseRequested(rescue.origin()));
        rescue.settle();
        assertThat(rescue.session().state()).isInstanceOf(State.Paused.class);
        assertThat(rescue.session().care().seal()).isPresent();
    }

    /** Awake, and not compared yet. */
    private static void wake() {
        rescue.decide(new Signal.ResumeRequested(rescue.origin()));
        rescue.operate();
        assertThat(rescue.session().state()).isInstanceOf(State.Running.class);
        assertThat(rescue.session().care().seal()).isPresent();
    }

    private void used() {
        rescue.decide(new Signal.Used(rescue.origin()));
    }

    private void see(Health health) {
        rescue.decide(
                new Signal.HealthSeen(
                        rescue.session().generation(),
                        health,
                        rescue.now().plusMillis(1),
                        "looked",
                        Optional.empty()));
    }

    /** While it sleeps, and no time tells of it. */
    private static void damage(String kind, String file) {
        rescue.fault(
                "{\"operation\":\"get\",\"kind\":\"%s\",\"path\":\"%s/%s\"}"
                        .formatted(kind, Rescue.ROOT, file));
        rescue.look();
        rescue.calm();
    }

    private static void zombie() {
        rescue.fault("{\"operation\":\"get\",\"kind\":\"zombie\",\"times\":1}");
        rescue.look();
    }

    private static Notice.RecreationCompleted completed() {
        return rescue.told(Notice.RecreationCompleted.class).getLast();
    }
}
