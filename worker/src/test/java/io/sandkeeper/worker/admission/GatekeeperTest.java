package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class GatekeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(100);
    private static final LaneId LANE = new LaneId("e2b", Optional.empty(), LaneId.Operation.CREATE);
    private static final SessionId PROBE = new SessionId("probe");
    private static final SessionId OTHER = new SessionId("other");

    private final Gatekeeper gatekeeper = new Gatekeeper(Limits.DEFAULT.waits());

    private Gate after(Gate gate, Heard heard) {
        return gatekeeper.decide(LANE, gate, heard, NOW).next();
    }

    private List<News> told(Gate gate, Heard heard) {
        return gatekeeper.decide(LANE, gate, heard, NOW).news();
    }

    private static Gate.Shut shut(Reason reason, Duration left) {
        return new Gate.Shut(reason, LONG_AGO, NOW.plus(left), "why");
    }

    private static Gate.Probing probing(Reason reason) {
        return new Gate.Probing(reason, LONG_AGO, PROBE, NOW.plusSeconds(60), "why");
    }

    private static Gate.Shut anew(Reason reason, long seconds, String evidence) {
        return new Gate.Shut(reason, NOW, NOW.plusSeconds(seconds), evidence);
    }

    private static final Heard TRIPPED = new Heard.Tripped("5 in a row");
    private static final Heard REFUSED = new Heard.KeyRefused(OTHER, 401, "401");
    private static final Heard FULL = new Heard.Limited(OTHER, Optional.empty(), "full");
    private static final Heard FAST =
            new Heard.Limited(OTHER, Optional.of(Duration.ofSeconds(7)), "fast");

    /** Which gate everything that may be heard leads to, from every gate. */
    @Nested
    class Every_pair {
        private Map<String, Gate> gates() {
            var gates = new LinkedHashMap<String, Gate>();
            gates.put("free", new Gate.Free());
            gates.put("opening", new Gate.Opening(Reason.BREAKER_OPEN, NOW.minusSeconds(2)));
            for (var reason : Reason.values()) {
                gates.put("shut " + reason, shut(reason, Duration.ofSeconds(20)));
                gates.put("due " + reason, shut(reason, Duration.ZERO));
                gates.put("probing " + reason, probing(reason));
            }
            return gates;
        }

        @Test
        void a_success_opens_a_probed_gate_and_no_other() {
            gates().forEach(
                            (name, gate) ->
                                    assertThat(after(gate, new Heard.Answered(PROBE, LONG_AGO)))
                                            .as(name)
                                            .isEqualTo(
                                                    gate instanceof Gate.Probing one
                                                            ? new Gate.Opening(one.reason(), NOW)
                                                            : gate));
        }

        @Test
        void a_failure_shuts_a_gate_again_when_it_is_the_probes() {
            gates().forEach(
                            (name, gate) -> {
                                assertThat(after(gate, new Heard.Failed(OTHER, "no")))
                                        .as(name)
                                        .isEqualTo(gate);
                                var next = after(gate, new Heard.Failed(PROBE, "no"));
                                if (gate instanceof Gate.Probing one) {
                                    assertThat(next)
                                            .as(name)
                                            .isEqualTo(
                                                    new Gate.Shut(
                                                            one.reason(),
                                                            LONG_AGO,
                                                            NOW.plus(wait(one.reason())),
                                                            "no"));
                                } else {
                                    assertThat(next).as(name).isEqualTo(gate);
                                }
                            });
        }

        private Duration wait(Reason reason) {
            return Duration.ofSeconds(reason == Reason.BREAKER_OPEN ? 60 : 30);
        }

        @Test
        void a_graver_reason_takes_over_and_a_lesser_one_does_not() {
            var reasons =
                    Map.of(
                            TRIPPED,
                            Reason.BREAKER_OPEN,
                            REFUSED,
                            Reason.SUSPENDED,
                            FULL,
                            Reason.ACCOUNT_FULL,
                            new Heard.BudgetSpent(NOW.plusSeconds(9), "spent"),
                            Reason.BUDGET);
            reasons.forEach(
                    (heard, reason) ->
                            gates().forEach(
                                            (name, gate) -> {
                                                var graver =
                                                        gate.closure()
                                                                .filter(
                                                                        known ->
                                                                                known.compareTo(
                                                                                                reason)
                                                                                        >= 0)
                                                                .isEmpty();
                                                var next = after(gate, heard);
                                                if (graver) {
                                                    assertThat(next.closure())
                                                            .as(name + " " + heard)
                                                            .contains(reason);
                                                    assertThat(next).isInstanceOf(Gate.Shut.class);
                                                } else {
                                                    assertThat(next)
                                                            .as(name + " " + heard)
                                                            .isEqualTo(gate);
                                                }
                                            }));
        }

        @Test
        void a_hand_frees_every_gate() {
            gates().forEach(
                            (name, gate) ->
                                    assertThat(after(gate, new Heard.Freed()))
                                            .as(name)
                                            .isEqualTo(new Gate.Free()));
        }

        @Test
        void a_probe_goes_only_through_a_gate_whose_time_has_come() {
            gates().forEach(
                            (name, gate) -> {
                                var next = after(gate, new Heard.ProbeSent(OTHER));
                                if (name.startsWith("due")) {
                                    assertThat(next)
                                            .isEqualTo(
                                                    new Gate.Probing(
                                                            gate.closure().orElseThrow(),
                                                            LONG_AGO,
                                                            OTHER,
                                                            NOW.plusSeconds(60),
                                                            "why"));
                                } else {
                                    assertThat(next).as(name).isEqualTo(gate);
                                }
                            });
        }

        @Test
        void a_free_slot_calls_for_a_probe_only_where_the_account_was_full() {
            gates().forEach(
                            (name, gate) ->
                                    assertThat(after(gate, new Heard.SlotFreed()))
                                            .as(name)
                                            .isEqualTo(
                                                    name.equals("shut ACCOUNT_FULL")
                                                            ? shut(
                                                                    Reason.ACCOUNT_FULL,
                                                                    Duration.ZERO)
                                                            : gate));
        }
    }

    @Test
    void a_breaker_waits_60_s_a_key_and_a_full_account_30_s_a_limit_as_long_as_it_says() {
        assertThat(after(new Gate.Free(), TRIPPED))
                .isEqualTo(anew(Reason.BREAKER_OPEN, 60, "5 in a row"));
        assertThat(after(new Gate.Free(), REFUSED)).isEqualTo(anew(Reason.SUSPENDED, 30, "401"));
        assertThat(after(new Gate.Free(), FULL)).isEqualTo(anew(Reason.ACCOUNT_FULL, 30, "full"));
        assertThat(after(new Gate.Free(), FAST)).isEqualTo(anew(Reason.RATE_LIMITED, 7, "fast"));
    }

    @Test
    void the_longest_of_several_limits_counts() {
        var five = shut(Reason.RATE_LIMITED, Duration.ofSeconds(5));
        var nine = shut(Reason.RATE_LIMITED, Duration.ofSeconds(9));

        assertThat(after(five, FAST))
                .isEqualTo(
                        new Gate.Shut(Reason.RATE_LIMITED, LONG_AGO, NOW.plusSeconds(7), "fast"));
        assertThat(after(nine, FAST)).isEqualTo(nine);
    }

    @Test
    void a_lost_probe_is_followed_by_another_one() {
        var lost = new Gate.Probing(Reason.BREAKER_OPEN, LONG_AGO, PROBE, NOW, "why");

        assertThat(after(lost, new Heard.ProbeSent(OTHER)))
                .isEqualTo(
                        new Gate.Probing(
                                Reason.BREAKER_OPEN, LONG_AGO, OTHER, NOW.plusSeconds(60), "why"));
    }

    @Test
    void an_answer_to_a_call_from_before_the_outage_opens_nothing() {
        var gate = probing(Reason.BREAKER_OPEN);

        assertThat(after(gate, new Heard.Answered(OTHER, LONG_AGO.minusSeconds(1))))
                .isEqualTo(gate);
        assertThat(after(gate, new Heard.Answered(OTHER, LONG_AGO.plusSeconds(1))))
                .isEqualTo(new Gate.Opening(Reason.BREAKER_OPEN, NOW));
    }

    @Test
    void a_limited_probe_of_a_broken_lane_shows_that_the_provider_answers() {
        var limited = new Heard.Limited(PROBE, Optional.empty(), "full");

        assertThat(after(probing(Reason.BREAKER_OPEN), limited))
                .isEqualTo(anew(Reason.ACCOUNT_FULL, 30, "full"));
        assertThat(told(probing(Reason.BREAKER_OPEN), limited))
                .singleElement()
                .matches(
                        news ->
                                news instanceof News.BreakerChanged one
                                        && one.state() == News.Breaker.CLOSED);
    }

    @Test
    void who_opens_is_free_when_nobody_waits_or_when_all_may_go_at_once() {
        var broken = new Gate.Opening(Reason.BREAKER_OPEN, NOW.minusSeconds(3));
        var young = new Gate.Opening(Reason.ACCOUNT_FULL, NOW.minusSeconds(3));
        var old = new Gate.Opening(Reason.BREAKER_OPEN, NOW.minusSeconds(10));

        assertThat(after(young, new Heard.Counted(1))).isEqualTo(young);
        assertThat(after(young, new Heard.Counted(0))).isEqualTo(new Gate.Free());
        assertThat(after(broken, new Heard.Counted(0)))
                .as("retries come as well")
                .isEqualTo(broken);
        assertThat(after(old, new Heard.Counted(1))).isEqualTo(new Gate.Free());
    }

    @Test
    void a_new_window_opens_a_lane_whose_budget_was_spent_without_a_probe() {
        assertThat(after(shut(Reason.BUDGET, Duration.ZERO), new Heard.Counted(5)))
                .isEqualTo(new Gate.Opening(Reason.BUDGET, NOW));
    }

    @Nested
    class The_news {
        @Test
        void tell_each_change_of_a_breaker() {
            var shut = after(new Gate.Free(), TRIPPED);

            assertThat(told(new Gate.Free(), TRIPPED))
                    .containsExactly(
                            new News.BreakerChanged(
                                    LANE,
                                    News.Breaker.OPEN,
                                    NOW,
                                    "5 in a row",
                                    Optional.of(NOW.plusSeconds(60))));
            assertThat(told(shut, TRIPPED)).isEmpty();
            assertThat(told(shut(Reason.BREAKER_OPEN, Duration.ZERO), new Heard.ProbeSent(PROBE)))
                    .singleElement()
                    .extracting(news -> ((News.BreakerChanged) news).state())
                    .isEqualTo(News.Breaker.HALF_OPEN);
            assertThat(told(probing(Reason.BREAKER_OPEN), new Heard.Failed(PROBE, "still down")))
                    .singleElement()
                    .extracting(news -> ((News.BreakerChanged) news).state())
                    .isEqualTo(News.Breaker.OPEN);
        }

        @Test
        void are_an_alarm_when_the_key_is_refused_and_again_with_each_probe() {
            var again = new Heard.KeyRefused(PROBE, 403, "403");

            assertThat(told(new Gate.Free(), REFUSED))
                    .hasSize(2)
                    .anyMatch(News.KeyRefused.class::isInstance);
            assertThat(told(after(new Gate.Free(), REFUSED), REFUSED)).isEmpty();
            assertThat(told(probing(Reason.SUSPENDED), again))
                    .anyMatch(
                            news ->
                                    news instanceof News.KeyRefused alarm
                                            && alarm.httpStatus() == 403
                                            && alarm.since().equals(LONG_AGO));
        }

        @Test
        void are_none_of_limits() {
            assertThat(told(new Gate.Free(), FULL)).isEmpty();
            assertThat(told(new Gate.Free(), FAST)).isEmpty();
        }
    }
}
