package io.sandkeeper.worker.project;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.project;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Projects that are written while they are looked at, and sandboxes that die in the middle. */
final class RestlessProjectTest {
    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void a_file_that_is_written_meanwhile_is_fetched_as_it_is_then() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b; echo three > c");
        var scan = done(project(daemon).scan());
        run(daemon, "cd " + ROOT + "; echo other > b; rm c");
        var contents = new Contents();

        var fetched = done(project(daemon).fetch(scan.manifest().files().toList(), contents));

        assertThat(fetched.files())
                .extracting(file -> file.path() + " " + text(contents, file))
                .containsExactly("a one\n", "b other\n");
        assertThat(fetched.gone()).containsExactly(new ProjectPath("c"));
        assertThat(fetched.leftOut()).isEmpty();
    }

    @Test
    void what_never_keeps_still_is_left_out_by_name() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b");
        var scan = done(project(daemon).scan());
        var packed = new AtomicInteger();
        var restless =
                Interfering.before(
                        daemon,
                        Script.PACK,
                        () ->
                                run(
                                        daemon,
                                        "echo " + packed.incrementAndGet() + " >> " + ROOT + "/a"));

        var fetched =
                done(project(restless).fetch(scan.manifest().files().toList(), new Contents()));

        assertThat(fetched.files()).extracting(file -> file.path().bytes()).containsExactly("b");
        assertThat(fetched.leftOut()).containsExactly(new LeftOut("a", "it was being written"));
    }

    @Test
    void what_is_written_during_a_transfer_arrives_as_it_is_then() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b; mkdir d");
        var packed = new AtomicInteger();
        var restless =
                Interfering.before(
                        daemon,
                        Script.PACK,
                        () -> {
                            if (packed.incrementAndGet() == 1) {
                                run(daemon, "cd " + ROOT + "; echo other >> a; echo new > d/c");
                            }
                        });
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var moved = (Transfer.Moved) project(restless).transferTo(project(fresh), Progress.UNHEARD);

        assertThat(moved.leftOut()).isEmpty();
        assertThat(run(fresh, "cd " + ROOT + "; cat a b d/c")).isEqualTo("one\nother\ntwo\nnew\n");
        assertThat(done(project(fresh).verify(moved.manifest().entries()))).isEmpty();
    }

    @Test
    void a_rescan_sees_what_was_written_with_its_old_time_and_size() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b; touch -d '2020-01-01' a b");
        var first = done(project(daemon).scan());
        run(daemon, "cd " + ROOT + "; echo eno > a; touch -d '2020-01-01' a");

        var second = done(project(daemon).scanSince(first.manifest()));

        assertThat(second.manifest().entries())
                .isEqualTo(done(project(daemon).scan()).manifest().entries())
                .isNotEqualTo(first.manifest().entries());
    }

    @Test
    void the_sandboxs_own_death_is_absence_on_either_side() {
        var old = SANDBOXES.make();
        var daemon = SANDBOXES.daemon(old);
        run(daemon, "mkdir -p " + ROOT + "; cd " + ROOT + "; echo a > a");
        var fresh = SANDBOXES.make();
        var dying =
                Interfering.before(
                        SANDBOXES.daemon(fresh), Script.UNPACK, () -> SANDBOXES.kill(fresh));
        var files = done(project(daemon).scan()).manifest().files().toList();

        var target = project(daemon).transferTo(project(dying), Progress.UNHEARD);
        assertThat(target).isInstanceOf(Transfer.TargetFailed.class);
        assertThat(((Transfer.TargetFailed) target).why()).isInstanceOf(Answer.Absent.class);
        assertThat(run(daemon, "ls -A /tmp | grep sandkeeper || echo nothing"))
                .isEqualTo("nothing\n");

        var killed = Interfering.before(daemon, Script.PACK, () -> SANDBOXES.kill(old));
        assertThat(project(killed).fetch(files, new Contents())).isInstanceOf(Answer.Absent.class);
        var source = project(daemon).transferTo(project(dying), Progress.UNHEARD);
        assertThat(source).isInstanceOf(Transfer.SourceFailed.class);
    }

    @Test
    void what_a_pause_cost_is_put_back_beside_a_copy_of_what_was_found() {
        var daemon =
                SANDBOXES.holding(
                        "mkdir -p d/e; echo one > a; echo two > d/b; echo three > d/e/c; echo four > n; ln -s a l");
        var contents = new Contents();
        var before = done(project(daemon).scan());
        done(project(daemon).fetch(before.manifest().files().toList(), contents));
        run(
                daemon,
                """
                cd %s
                silently() { find . -printf 'touch -h -d @%%T@ "%%p"\\n' > /tmp/times; "$@"; sed "s/'//" /tmp/times | while read -r line; do eval "$line" 2>/dev/null || true; done; rm /tmp/times; }
                damage() { printf 'ONE\\n' > a; rm d/b l; rm -r d/e; }
                silently damage
                echo five > n; rm -f 'd/e'
                """
                        .formatted(ROOT));

        var comparison = Comparison.of(before.manifest(), done(project(daemon).scan()));
        run(daemon, "echo mine > " + ROOT + "/d/b");
        var back = done(project(daemon).putBack(comparison, contents));

        assertThat(comparison.lost())
                .extracting(loss -> loss.before().path().bytes())
                .containsExactly("a", "d/b", "d/e/c", "l");
        assertThat(back)
                .extracting(one -> one.path() + " " + one.outcome().getClass().getSimpleName())
                .containsExactly(
                        "a Restored", "d/b ChangedMeanwhile", "d/e/c Restored", "l Restored");
        assertThat(run(daemon, "cd " + ROOT + "; cat a d/b d/e/c n l; cat a.found-after-pause-*"))
                .isEqualTo("one\nmine\nthree\nfive\none\nONE\n");
        assertThat(run(daemon, "cd " + ROOT + "; find . -name '.sandkeeper*'")).isEmpty();
    }

    @Test
    void what_is_put_back_leaves_no_trace_for_the_next_look() {
        var daemon =
                SANDBOXES.holding(
                        "mkdir -p d/e k; echo one > d/e/a; echo two > k/b; chmod 750 d/e");
        var contents = new Contents();
        var before = done(project(daemon).scan());
        done(project(daemon).fetch(before.manifest().files().toList(), contents));
        run(daemon, "cd " + ROOT + "; touch -r . r; touch -r k s; rm -r d k/b; touch -r s k; rm s");
        run(daemon, "cd " + ROOT + "; touch -r r /tmp/r; rm r; touch -r /tmp/r .");
        var found = Comparison.of(before.manifest(), done(project(daemon).scan()));

        var half = new Comparison(found.lost().subList(0, 1), List.of(), found.folders());
        done(project(daemon).putBack(half, contents));
        var again = Comparison.of(before.manifest(), done(project(daemon).scan()));

        assertThat(found.lost()).hasSize(2);
        assertThat(again.lost()).isEqualTo(found.lost().subList(1, 2));
        assertThat(run(daemon, "stat -c %a " + ROOT + "/d/e")).isEqualTo("750\n");
    }

    @Test
    void nothing_is_put_back_behind_a_link() {
        var daemon = SANDBOXES.holding("mkdir -p d/e; echo one > d/e/a");
        var contents = new Contents();
        var before = done(project(daemon).scan());
        done(project(daemon).fetch(before.manifest().files().toList(), contents));
        var found =
                new Comparison(
                        before.manifest().files().<Loss>map(Loss.Missing::new).toList(),
                        List.of(),
                        List.of());
        run(daemon, "cd " + ROOT + "; rm -r d; mkdir /tmp/elsewhere; ln -s /tmp/elsewhere d");

        var back = done(project(daemon).putBack(found, contents));

        assertThat(back)
                .extracting(PutBack::outcome)
                .containsExactly(
                        new PutBack.Outcome.NotRestored("its folder is now something else"));
        assertThat(run(daemon, "ls -A /tmp/elsewhere")).isEmpty();
    }

    /** Where there are no hard links a loss is not taken for somebody's change. */
    @Test
    void what_cannot_be_linked_is_moved_into_its_place() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b");
        var contents = new Contents();
        var before = done(project(daemon).scan());
        done(project(daemon).fetch(before.manifest().files().toList(), contents));
        run(daemon, "cd " + ROOT + "; rm a");
        var found =
                new Comparison(
                        before.manifest().files().<Loss>map(Loss.Missing::new).toList(),
                        List.of(),
                        List.of());
        var linkless = Interfering.saying(daemon, "ln -PT -- \"$staged\"", "false");

        var back = done(project(linkless).putBack(found, contents));

        assertThat(back)
                .extracting(PutBack::outcome)
                .containsExactly(
                        new PutBack.Outcome.Restored(Optional.empty()),
                        new PutBack.Outcome.ChangedMeanwhile());
        assertThat(run(daemon, "cd " + ROOT + "; cat a b; ls -A")).isEqualTo("one\ntwo\na\nb\n");
    }

    private static String text(Contents contents, Entry.File file) {
        return new String(contents.kept.get(file.digest()), StandardCharsets.UTF_8);
    }
}
