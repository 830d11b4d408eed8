package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What was not taken, and what may fill it. */
final class GapsTest {
    private static final Digest DIGEST = new Digest("1".repeat(64));

    @Test
    void what_is_below_one_is_one() {
        var gaps = new Gaps(Set.of("d/e"), true, true);

        assertThat(gaps.mayHold(new ProjectPath("d/e"))).isTrue();
        assertThat(gaps.mayHold(new ProjectPath("d/e/f/g"))).isTrue();
        assertThat(gaps.mayHold(new ProjectPath("d/ef"))).isFalse();
        assertThat(gaps.mayHold(new ProjectPath("d"))).isFalse();
    }

    @Test
    void where_some_are_not_known_everything_may_be_one() {
        assertThat(new Gaps(Set.of(), false, true).mayHold(new ProjectPath("a"))).isTrue();
    }

    @Test
    void more_are_known_than_are_named_to_people_and_not_without_end() {
        var some = new LeftOuts();
        var many = new LeftOuts();
        for (var n = 0; n < 20_000; n++) {
            some.add("f" + n, "why");
            many.add("f" + n + "x".repeat(1000), "why");
        }

        assertThat(some.gaps().complete()).isTrue();
        assertThat(some.gaps().mayHold(new ProjectPath("f19999"))).isTrue();
        assertThat(many.gaps().complete()).isFalse();
        assertThat(LeftOut.count(some.all())).isEqualTo(20_000);
    }

    @Test
    void names_are_found_again_in_the_words_for_people_where_they_are_whole() {
        var outs = new LeftOuts();
        outs.add("\u00c3\u00bc/a", "why");
        assertThat(Gaps.told(outs.all())).isEqualTo(new Gaps(Set.of("\u00c3\u00bc/a"), true, true));

        for (var path : List.of("\u00ff", "x".repeat(400))) {
            var unclear = new LeftOuts();
            unclear.add(path, "why");
            assertThat(Gaps.told(unclear.all()).complete()).isFalse();
            assertThat(unclear.gaps().mayHold(new ProjectPath(path))).isTrue();
        }
        assertThat(Gaps.told(List.of(LeftOut.more(7, "why"))).complete()).isFalse();
        assertThat(Gaps.told(List.of(LeftOut.aPart("why"))).complete()).isFalse();
    }

    @Test
    void a_copy_fills_them_and_is_nowhere_else_believed() {
        var moved = moved(new Gaps(Set.of("gap"), true, true), file("a"));

        var filling = Filling.of(moved, List.of(file("a"), file("removed"), file("gap/b")));

        assertThat(filling.missing()).containsExactly(file("gap/b"));
        assertThat(filling.whole().entries()).containsExactly(file("a"), file("gap/b"));
    }

    @Test
    void what_lives_is_not_pushed_aside_by_what_was_of_another_kind() {
        var moved = moved(new Gaps(Set.of(), false, false), file("a"), folder("d"), file("d/x"));

        var filling = Filling.of(moved, List.of(file("a/b"), file("d"), folder("d"), file("d/y")));

        assertThat(filling.missing()).containsExactly(file("d/y"));
    }

    private static Transfer.Moved moved(Gaps gaps, Entry... entries) {
        return new Transfer.Moved(
                new Manifest(Instant.EPOCH, List.of(entries)), List.of(), gaps, 0);
    }

    private static Entry file(String path) {
        return new Entry.File(new ProjectPath(path), 0644, 1, Instant.EPOCH, DIGEST);
    }

    private static Entry folder(String path) {
        return new Entry.Folder(new ProjectPath(path), 0755, Instant.EPOCH);
    }
}
