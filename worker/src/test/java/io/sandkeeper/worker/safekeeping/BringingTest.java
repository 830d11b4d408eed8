package io.sandkeeper.worker.safekeeping;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.operation.Safekeeping;
import io.sandkeeper.worker.project.Interfering;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.project.Sandboxes;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Restored;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Optional;

/** Files for a new sandbox when neither the one before nor the copy has all of them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class BringingTest {
    private static final String ALL = "cd " + ROOT + "; find . -type f | sort | tr '\\n' ' '";

    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void what_a_copy_left_out_stays_as_the_template_brings_it() {
        var keeper = new Keeper(Limits.usual().withBytes(10, 1000));
        var old =
                SANDBOXES.holding(
                        "echo one > a; mkdir vendor; seq 100 > vendor/model; seq 90 > weights");
        done(keeper.keeper.keep(keeper.session, old));
        var fresh =
                SANDBOXES.holding(
                        "mkdir vendor; echo v > vendor/model; echo w > weights; echo x > other");

        var restored = bring(keeper, Optional.empty(), fresh);

        assertThat(run(fresh, ALL)).isEqualTo("./a ./vendor/model ./weights ");
        assertThat(restored.source()).isEqualTo(Restored.Source.ARCHIVE);
        assertThat(restored.unrecoveredCount()).isEqualTo(2);
    }

    @Test
    void when_a_copy_does_not_name_all_that_it_left_out_nothing_is_taken_away() {
        var keeper = new Keeper(Limits.usual().withEntries(1));
        var old = SANDBOXES.holding("touch $(seq -f 'f%g' 1500)");
        var archived = done(keeper.keeper.keep(keeper.session, old));
        var fresh = SANDBOXES.holding("echo x > other");

        var restored = bring(keeper, Optional.empty(), fresh);

        assertThat(run(fresh, "cat " + ROOT + "/other")).isEqualTo("x\n");
        assertThat(archived.leftOutCount()).isEqualTo(1499);
        assertThat(restored.unrecoveredCount()).isEqualTo(1499);
    }

    @Test
    void what_is_below_a_folder_that_cannot_be_read_comes_from_the_copy() {
        var keeper = new Keeper();
        var old =
                SANDBOXES.holding("mkdir -p d/e k; echo one > d/e/a; echo two > k/b; chmod 750 d");
        done(keeper.keeper.keep(keeper.session, old));
        run(old, "cd " + ROOT + "; chmod 000 d; rm k/b; echo new > c");
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var restored = bring(keeper, Optional.of(patient(old)), fresh);

        assertThat(run(fresh, ALL)).isEqualTo("./c ./d/e/a ");
        assertThat(run(fresh, "stat -c %a " + ROOT + "/d")).isEqualTo("750\n");
        assertThat(restored.source()).isEqualTo(Restored.Source.LIVE);
    }

    @Test
    void what_is_never_taken_costs_no_second_try() {
        var keeper = new Keeper();
        var old = SANDBOXES.holding("echo one > a; mkfifo pipe");
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var restored = bring(keeper, Optional.of(patient(old)), fresh);

        assertThat(restored.source()).isEqualTo(Restored.Source.LIVE);
        assertThat(restored.unrecovered()).containsExactly("pipe");
    }

    @Test
    void a_listing_that_was_cut_is_asked_for_again_and_then_filled_from_the_copy() {
        var keeper = new Keeper();
        var old = SANDBOXES.holding("echo one > a; echo two > b; echo three > c");
        done(keeper.keeper.keep(keeper.session, old));
        var cut =
                Interfering.after(
                        old,
                        "-ignore_readdir_race",
                        () ->
                                run(
                                        old,
                                        "for f in /tmp/.sandkeeper-*/list; do truncate -s 150 $f; done"));
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var first = tried(keeper, Optional.of(patient(cut)), fresh);
        var restored = bring(keeper, Optional.of(new Safekeeping.Live(cut, false)), fresh);

        assertThat(first).isInstanceOf(Answer.Failed.class);
        assertThat(run(fresh, ALL)).isEqualTo("./a ./b ./c ");
        assertThat(restored.source()).isEqualTo(Restored.Source.LIVE);
    }

    @Test
    void a_broken_archive_from_the_one_before_is_not_the_new_ones_fault() {
        var keeper = new Keeper();
        var old = SANDBOXES.holding("echo one > a; echo two > b");
        done(keeper.keeper.keep(keeper.session, old));
        var broken =
                Interfering.after(
                        old,
                        "tar -c",
                        () ->
                                run(
                                        old,
                                        "for f in /tmp/.sandkeeper-*/part-*; do truncate -s 700 $f; done"));
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var first = tried(keeper, Optional.of(patient(broken)), fresh);
        var restored = bring(keeper, Optional.of(new Safekeeping.Live(broken, false)), fresh);

        assertThat(first)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.failure()).isInstanceOf(Failure.Transient.class));
        assertThat(restored.source()).isEqualTo(Restored.Source.ARCHIVE);
        assertThat(run(fresh, ALL)).isEqualTo("./a ./b ");
    }

    private static Restored bring(Keeper keeper, Optional<Safekeeping.Live> live, Daemon fresh) {
        return done(tried(keeper, live, fresh)).orElseThrow();
    }

    private static Answer<Optional<Restored>> tried(
            Keeper keeper, Optional<Safekeeping.Live> live, Daemon fresh) {
        return keeper.keeper.bring(keeper.session, live, fresh, (_, _) -> {}, _ -> {});
    }

    private static Safekeeping.Live patient(Daemon daemon) {
        return new Safekeeping.Live(daemon, true);
    }
}
