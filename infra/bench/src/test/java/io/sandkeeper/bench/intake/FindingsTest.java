package io.sandkeeper.bench.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.stage.Calls;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindingsTest {
    private static final Run.Faults NONE = new Run.Faults(0, 0, 0, 0);

    /** A hundred records from millisecond 1000 on, one after the other in so many milliseconds. */
    private static Run run(Engine engine, long millisEach, Run.Faults faults) {
        var ends = LongStream.rangeClosed(1, 100).map(i -> 1000 + i * millisEach).boxed().toList();
        var book = new Calls.Book(ends, 0, 0, 0, 0, 7);
        return new Run(engine, new Performance(1000, book, 5, 64, 200), ends, faults, 30, 20);
    }

    private static Measurement named(List<Measurement> all, String what) {
        return all.stream().filter(it -> it.what().equals(what)).findFirst().orElseThrow();
    }

    @Test
    void a_rate_counts_from_the_first_record() {
        var run = run(Engine.OURS, 10, NONE);

        assertThat(run.perSecond(100)).isEqualTo(100);
        assertThat(run.processorSecondsPerThousand()).isEqualTo(2);
        assertThat(run.storeSecondsPerThousand()).isEqualTo(0.3);
    }

    @Test
    void a_slow_tail_is_left_out_up_to_the_percentile() {
        var ends = new ArrayList<>(LongStream.rangeClosed(1, 98).boxed().toList());
        ends.addAll(List.of(100_000L, 100_000L));

        assertThat(Run.perSecond(ends, 0, 98)).isEqualTo(1000);
        assertThat(Run.perSecond(ends, 0, 100)).isEqualTo(1);
        assertThat(Run.perSecond(List.of(), 0, 100)).isZero();
    }

    @Test
    void each_bound_has_its_verdict() {
        var found =
                Findings.even(
                        List.of(
                                run(Engine.OURS, 10, NONE),
                                run(Engine.LISTENER, 200, NONE),
                                run(Engine.PARALLEL_WRITING, 10, NONE)));

        assertThat(named(found, "ours / plain listener").figure().orElseThrow().value())
                .isEqualTo(20);
        assertThat(named(found, "ours / plain listener").note()).isEqualTo("MISSED");
        assertThat(named(found, "ours / parallel-consumer, writing").note()).isEqualTo("met");
        assertThat(found).noneMatch(it -> it.what().equals("ours / parallel-consumer"));
    }

    @Test
    void a_fault_in_any_run_is_a_fault() {
        var found =
                Findings.tail(
                        List.of(
                                run(Engine.OURS, 10, NONE),
                                run(Engine.OURS, 10, new Run.Faults(0, 1, 0, 2)),
                                run(Engine.OURS, 30, NONE)));

        assertThat(named(found, "  lost, disordered, repeated, lag").note()).endsWith("MISSED");
        assertThat(named(found, "slow tail, ours").figure().orElseThrow().value()).isEqualTo(100);
    }

    @Test
    void the_middle_of_an_even_number_is_between_two() {
        assertThat(Race.median(4, 1, 3)).isEqualTo(3);
        assertThat(Race.median(4, 1, 3, 2)).isEqualTo(2.5);
    }
}
