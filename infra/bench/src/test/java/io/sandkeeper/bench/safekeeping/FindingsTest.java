package io.sandkeeper.bench.safekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.safekeeping.Told.Name;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindingsTest {
    private static final Runs.Scale SCALE = new Runs.Scale(2_000, 50, 3, "gridfs");

    private static Told copies() {
        return new Told()
                .add(Name.FIRST, 2_000, 2_500, 9_000)
                .add(Name.UNCHANGED, 1_001, 900, 1_100)
                .add(Name.UNCHANGED_BYTES, 0, 0, 12)
                .add(Name.CHANGED, 300)
                .add(Name.CHANGED_BYTES, 1 << 20)
                .add(Name.COMPARISON, 800)
                .add(Name.SERVED_ALONE, 100, 110, 500)
                .add(Name.SERVED_BESIDE, 400, 410, 420)
                .add(Name.COMMAND_ALONE, 10);
    }

    private static Told recreations() {
        return new Told()
                .add(Name.FROM_ARCHIVE, 2_900, 3_000, 3_100)
                .add(Name.FROM_LIVE, 3_001)
                .add(Name.TRANSFER, 1_000)
                .add(Name.VERIFICATION, 500)
                .add(Name.PEER, 600)
                .add(Name.TAR, 250);
    }

    private static Measurement found(List<Measurement> all, int index, String what) {
        assertThat(all.get(index).what()).startsWith(what);
        return all.get(index);
    }

    @Test
    void the_speed_of_an_archive_is_that_of_the_project_and_not_of_what_travelled() {
        var all = new ArchiveFindings(SCALE, copies()).measurements();

        assertThat(found(all, 1, "first archive").figure()).contains(Figure.mebibytesPerSecond(20));
    }

    @Test
    void one_byte_of_an_unchanged_project_is_too_much_also_when_it_is_not_the_usual() {
        var all = new ArchiveFindings(SCALE, copies()).measurements();

        assertThat(found(all, 2, "archive of the same again").note()).startsWith("MISSED");
        assertThat(found(all, 3, "its content").figure()).contains(new Figure(12, "bytes"));
        assertThat(all.get(3).note()).isEqualTo("MISSED");
    }

    @Test
    void a_user_is_served_later_by_the_difference_of_the_medians() {
        var all = new ArchiveFindings(SCALE, copies()).measurements();

        var delay = found(all, 9, "served later");
        assertThat(delay.figure()).contains(Figure.millis(300));
        assertThat(delay.note()).isEqualTo("met");
    }

    @Test
    void a_transfer_is_as_fast_as_its_peer_when_it_takes_as_long() {
        var all = new RecreateFindings(SCALE, recreations()).measurements();

        assertThat(found(all, 0, "lost").note()).startsWith("met");
        assertThat(found(all, 1, "on request").note()).startsWith("MISSED");
        assertThat(found(all, 2, "transfer").figure()).contains(Figure.mebibytesPerSecond(50));
        assertThat(found(all, 5, "as fast as").figure()).contains(new Figure(60, "%"));
        assertThat(all.get(5).note()).isEqualTo("met");
        assertThat(all.get(6).figure()).contains(new Figure(25, "%"));
    }

    @Test
    void a_heap_that_nothing_suffices_for_is_missed() {
        var enough = new Heap(SCALE, 30.5, Optional.of(64), 40).measurement();
        var little = new Heap(SCALE, 30.5, Optional.of(128), 40).measurement();
        var none = new Heap(SCALE, 30.5, Optional.empty(), 0).measurement();

        assertThat(enough.note()).startsWith("met; -Xmx95m");
        assertThat(little.note()).startsWith("MISSED");
        assertThat(none.note()).contains("MISSED");
    }

    @Test
    void a_project_has_exactly_the_size_that_it_should_have() {
        for (int files : List.of(1, 2, 7, 2_000)) {
            var project = new Project(files, 52_428_801);

            var sizes = IntStream.range(0, files).mapToLong(project::size);

            assertThat(sizes.sum()).isEqualTo(52_428_801);
        }
    }
}
