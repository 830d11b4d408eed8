package io.sandkeeper.worker.safekeeping;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.project.Interfering;
import io.sandkeeper.worker.project.Sandboxes;
import io.sandkeeper.worker.provider.Daemon;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies of projects that are written while they are copied. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class CopyingTest {
    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void a_file_that_grows_before_it_travels_is_copied_as_it_is_then() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b");
        var grows = once(daemon, "tar -c", "echo and much more >> a");
        var keeper = new Keeper();

        var archived = done(keeper.keeper.keep(keeper.session, grows));

        assertThat(archived.leftOutCount()).isZero();
        assertThat(keeper.texts()).isEqualTo(Map.of("a", "one\nand much more\n", "b", "two\n"));
    }

    @Test
    void a_file_that_is_emptied_before_it_is_hashed_is_copied_as_it_is_then() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b");
        var emptied = once(daemon, "sha256sum -z", ": > a");
        var keeper = new Keeper();

        done(keeper.keeper.keep(keeper.session, emptied));

        assertThat(keeper.texts()).isEqualTo(Map.of("a", "", "b", "two\n"));
    }

    @Test
    void a_file_that_becomes_what_is_stored_already_is_copied_as_it_is_then() {
        var daemon = SANDBOXES.holding("echo one > a; echo something long > b");
        var keeper = new Keeper();
        done(keeper.keeper.keep(keeper.session, daemon));
        run(daemon, "cd " + ROOT + "; echo other > b");
        var became = once(daemon, "sha256sum -z", "cp a b");

        done(keeper.keeper.keep(keeper.session, became));

        assertThat(keeper.texts()).isEqualTo(Map.of("a", "one\n", "b", "one\n"));
    }

    @Test
    void what_never_keeps_still_is_left_out_and_the_rest_is_copied() {
        var daemon = SANDBOXES.holding("echo one > a; echo two > b");
        var restless =
                Interfering.before(
                        daemon, "tar -c", () -> run(daemon, "cd " + ROOT + "; echo more >> a"));
        var keeper = new Keeper();

        var archived = done(keeper.keeper.keep(keeper.session, restless));

        assertThat(archived.leftOutCount()).isOne();
        assertThat(keeper.texts()).isEqualTo(Map.of("b", "two\n"));
    }

    /** What was removed from the root meanwhile could not be told from damage. */
    @Test
    void a_copy_from_before_the_roots_last_change_is_not_used_again() {
        var daemon = SANDBOXES.holding("echo one > a");
        run(daemon, "touch -d '2020-01-01' " + ROOT);
        var keeper = new Keeper();
        var first = done(keeper.keeper.keep(keeper.session, daemon));
        var same = done(keeper.keeper.keep(keeper.session, daemon));
        run(daemon, "cd " + ROOT + "; sleep 0.1; echo two > b; rm b");

        var later = done(keeper.keeper.keep(keeper.session, daemon));

        assertThat(same.archive().id()).isEqualTo(first.archive().id());
        assertThat(later.archive().id()).isNotEqualTo(first.archive().id());
        assertThat(later.transferred()).isZero();
    }

    private static Daemon once(Daemon daemon, String tool, String command) {
        var times = new AtomicInteger();
        return Interfering.before(
                daemon,
                tool,
                () -> {
                    if (times.incrementAndGet() == 1) {
                        run(daemon, "cd " + ROOT + "; " + command);
                    }
                });
    }
}
