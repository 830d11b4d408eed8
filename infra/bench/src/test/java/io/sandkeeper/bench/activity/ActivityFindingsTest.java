package io.sandkeeper.bench.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Measurement;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ActivityFindingsTest {
    private static Pass pass(int seconds, long writes) {
        return new Pass(1_000, 1_000 + seconds * 1_000L, 100_000, writes, 10, 500);
    }

    private static ActivityFindings findings(Pass... ours) {
        return new ActivityFindings(
                1_000,
                Map.of(
                        Way.POLL, List.of(pass(1, 0)),
                        Way.DECODE, List.of(pass(2, 0), pass(2, 0), pass(9, 0)),
                        Way.FOLD, List.of(ours)));
    }

    private static Measurement named(String part, ActivityFindings findings) {
        return findings.measurements(ActivityFindings.Kind.BOUND).stream()
                .filter(it -> it.what().contains(part))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void medians_are_compared() {
        var half = named("ours / decoding", findings(pass(4, 0), pass(3, 0), pass(50, 0)));
        var less = named("ours / decoding", findings(pass(5, 0)));

        assertThat(half.figure().orElseThrow().value()).isEqualTo(0.5);
        assertThat(half.note()).isEqualTo("met");
        assertThat(less.note()).isEqualTo("MISSED");
    }

    @Test
    void writes_count_by_session_and_second() {
        assertThat(findings().writesPerSessionSecond(pass(4, 20_000))).isEqualTo(5);
        assertThat(named("writes", findings(pass(4, 40_001))).note()).startsWith("MISSED");
        assertThat(named("writes", findings(pass(4, 40_000))).note())
                .startsWith("met; 40,000 writes in 10 commands for 100,000 events");
    }

    @Test
    void the_same_seed_gives_the_same_people() {
        var some = Uses.of(1_000, 50, 7).map(record -> record.key()).toList();

        assertThat(Uses.of(1_000, 50, 7).map(record -> record.key())).isEqualTo(some);
        assertThat(Uses.of(1_000, 50, 8).map(record -> record.key())).isNotEqualTo(some);
    }
}
