package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a pause cost, and what is the user's own doing. */
final class ComparisonTest {
    private static final Instant TAKEN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant EARLIER = TAKEN.minusSeconds(100);
    private static final Instant LATER = TAKEN.plusSeconds(1);

    @Test
    void what_is_as_it_was_costs_nothing() {
        assertThat(compare(List.of(file("a", 1, EARLIER)), file("a", 1, EARLIER)))
                .isEqualTo(new Comparison(List.of(), List.of(), List.of()));
    }

    @Test
    void what_is_there_besides_is_nobodys_business() {
        assertThat(compare(List.of(), file("new", 1, EARLIER)))
                .isEqualTo(new Comparison(List.of(), List.of(), List.of()));
    }

    @Test
    void other_content_with_the_old_time_is_damage() {
        var before = file("a", 1, EARLIER);
        var now = file("a", 2, EARLIER);

        assertThat(compare(List.of(before), now).lost())
                .containsExactly(new Loss.Different(before, now));
    }

    @Test
    void other_content_from_the_moment_of_the_look_is_damage_and_later_is_work() {
        var before = file("a", 1, EARLIER);

        assertThat(compare(List.of(before), file("a", 2, TAKEN)).lost()).hasSize(1);
        assertThat(compare(List.of(before), file("a", 2, TAKEN.plusNanos(1))))
                .isEqualTo(new Comparison(List.of(), List.of(), List.of()));
    }

    @Test
    void the_same_content_with_another_time_or_other_permissions_is_no_loss() {
        var now = new Entry.File(new ProjectPath("a"), 0600, 1, LATER, digest(1));

        assertThat(compare(List.of(file("a", 1, EARLIER)), now))
                .isEqualTo(new Comparison(List.of(), List.of(), List.of()));
    }

    @Test
    void what_is_missing_from_an_untouched_folder_is_lost() {
        var before = file("d/a", 1, EARLIER);

        assertThat(compare(List.of(before), folder("d", EARLIER)))
                .isEqualTo(new Comparison(List.of(new Loss.Missing(before)), List.of(), List.of()));
    }

    @Test
    void what_is_missing_from_a_folder_that_was_changed_after_the_look_is_doubtful() {
        var before = file("d/a", 1, EARLIER);

        assertThat(compare(List.of(before), folder("d", LATER)))
                .isEqualTo(new Comparison(List.of(), List.of(new Loss.Missing(before)), List.of()));
    }

    @Test
    void a_whole_folder_is_lost_unless_the_one_above_it_was_changed() {
        var before = file("d/e/a", 1, EARLIER);

        assertThat(compare(List.of(before), folder("d", EARLIER)).lost()).hasSize(1);
        assertThat(compare(List.of(before), folder("d", LATER)).doubtful()).hasSize(1);
    }

    /** Who removes something just before the pause removes it after the look. */
    @Test
    void what_may_have_been_removed_before_the_pause_is_not_put_back() {
        var before = file("d/a", 1, EARLIER);

        assertThat(compare(List.of(before), folder("d", TAKEN)).lost()).hasSize(1);
        assertThat(compare(List.of(before), folder("d", TAKEN.plusNanos(1))).lost()).isEmpty();
    }

    @Test
    void the_folders_that_are_gone_with_what_was_lost_are_known() {
        var before =
                List.of(
                        folder("d", EARLIER),
                        folder("d/e", EARLIER),
                        file("d/e/a", 1, EARLIER),
                        folder("empty", EARLIER));

        assertThat(compare(before).folders())
                .containsExactly(
                        (Entry.Folder) folder("d", EARLIER), (Entry.Folder) folder("d/e", EARLIER));
    }

    @Test
    void nothing_is_lost_where_the_listing_has_holes() {
        var manifest = new Manifest(TAKEN, List.of(file("a", 1, EARLIER)));
        var now =
                new Scan(
                        "/p",
                        EARLIER,
                        new Manifest(LATER, List.of()),
                        List.of(LeftOut.aPart("it was cut")),
                        new Gaps(Set.of(), false, false));

        assertThat(Comparison.of(manifest, now).doubtful()).hasSize(1);
    }

    @Test
    void what_is_missing_from_the_root_goes_by_the_roots_own_time() {
        var manifest = new Manifest(TAKEN, List.of(file("a", 1, EARLIER)));

        assertThat(Comparison.of(manifest, scan(EARLIER, List.of())).lost()).hasSize(1);
        assertThat(Comparison.of(manifest, scan(LATER, List.of())).doubtful()).hasSize(1);
    }

    @Test
    void what_is_there_and_was_left_out_is_doubtful() {
        var manifest = new Manifest(TAKEN, List.of(file("a", 1, EARLIER)));
        var now =
                new Scan(
                        "/p",
                        EARLIER,
                        new Manifest(LATER, List.of()),
                        List.of(new LeftOut("a", "it cannot be read")),
                        new Gaps(Set.of("a"), true, true));

        assertThat(Comparison.of(manifest, now).doubtful()).hasSize(1);
    }

    @Test
    void what_became_something_else_is_doubtful() {
        var before = file("a", 1, EARLIER);
        var now = new Entry.Link(new ProjectPath("a"), "b");

        assertThat(compare(List.of(before), now).doubtful())
                .containsExactly(new Loss.Replaced(before, now));
    }

    @Test
    void a_link_that_is_missing_is_lost_and_one_to_elsewhere_is_doubtful() {
        var before = new Entry.Link(new ProjectPath("a"), "b");

        assertThat(compare(List.of(before)).lost()).hasSize(1);
        assertThat(compare(List.of(before), new Entry.Link(before.path(), "c")).doubtful())
                .hasSize(1);
    }

    private static Comparison compare(List<Entry> before, Entry... now) {
        return Comparison.of(new Manifest(TAKEN, before), scan(EARLIER, List.of(now)));
    }

    private static Scan scan(Instant rootModified, List<Entry> entries) {
        return new Scan("/p", rootModified, new Manifest(LATER, entries), List.of(), Gaps.NONE);
    }

    private static Entry.File file(String path, int content, Instant modified) {
        return new Entry.File(new ProjectPath(path), 0644, 1, modified, digest(content));
    }

    private static Entry folder(String path, Instant modified) {
        return new Entry.Folder(new ProjectPath(path), 0755, modified);
    }

    private static Digest digest(int content) {
        return new Digest(Integer.toString(content).repeat(64));
    }
}
