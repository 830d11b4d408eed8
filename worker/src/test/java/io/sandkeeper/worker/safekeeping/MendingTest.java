package io.sandkeeper.worker.safekeeping;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sandkeeper.worker.operation.Safekeeping;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.project.Sandboxes;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Seal;
import io.sandkeeper.worker.store.Records;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What woke, beside the copy of what fell asleep. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class MendingTest {
    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void a_new_file_pushes_no_old_one_out_of_the_comparison() {
        var keeper = new Keeper(Limits.usual().withEntries(2));
        var daemon = SANDBOXES.holding("mkdir d; echo one > d/a");
        var seal = seal(keeper, daemon);
        run(daemon, "cd " + ROOT + "; for n in $(seq 20); do echo new > $n; echo new > d/$n; done");

        assertThat(done(keeper.keeper.compare(keeper.session, seal, daemon, _ -> {})).count())
                .isZero();
    }

    @Test
    void what_is_lost_is_known_before_it_is_put_back() {
        var keeper = new Keeper();
        var daemon = SANDBOXES.holding("mkdir d; echo one > d/a; echo two > d/b");
        var seal = seal(keeper, daemon);
        run(daemon, "cd " + ROOT + "; touch -r d /tmp/d; rm d/a; touch -r /tmp/d d");
        var heard = new ArrayList<DataLoss>();
        var there = new ArrayList<String>();
        Consumer<DataLoss> found =
                loss -> {
                    heard.add(loss);
                    there.add(run(daemon, "ls " + ROOT + "/d"));
                };

        var loss = done(keeper.keeper.compare(keeper.session, seal, daemon, found));

        assertThat(there).containsExactly("b\n");
        assertThat(List.of(heard.getFirst(), loss))
                .flatExtracting(DataLoss::files)
                .extracting(DataLoss.Loss::path, DataLoss.Loss::restored)
                .containsExactly(tuple("d/a", false), tuple("d/a", true));
    }

    @Test
    void while_copies_are_away_nothing_is_moved_that_was_not_compared() {
        var keeper = new Keeper();
        var daemon = SANDBOXES.holding("echo one > a");
        var sealed = Optional.of(seal(keeper, daemon));
        var care = Records.with(keeper.session.care(), "seal", sealed);
        var session = Records.with(keeper.session, "care", care);
        var fresh = SANDBOXES.daemon(SANDBOXES.make());
        var heard = new ArrayList<DataLoss>();
        var live = Optional.of(new Safekeeping.Live(daemon, false));

        keeper.vault.away = true;
        var away = keeper.keeper.bring(session, live, fresh, (_, _) -> {}, heard::add);
        keeper.vault.away = false;
        var back = keeper.keeper.bring(session, live, fresh, (_, _) -> {}, heard::add);

        assertThat(away)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        no -> assertThat(no.failure()).isInstanceOf(Failure.Conflict.class));
        assertThat(done(back)).isPresent();
        assertThat(heard).isEmpty();
    }

    private static Seal seal(Keeper keeper, Daemon daemon) {
        var archived = done(keeper.keeper.keep(keeper.session, daemon));
        return new Seal(archived.archive().id(), Optional.empty());
    }
}
