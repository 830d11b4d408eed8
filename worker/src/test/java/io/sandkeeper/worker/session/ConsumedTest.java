package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class ConsumedTest {
    private static final String REQUESTS = "sandkeeper.requests";

    private static Origin.Position at(String identity, int partition, long offset) {
        return Origin.Position.in(REQUESTS, identity, partition, offset);
    }

    private static Origin origin(String event, Origin.Position position) {
        var any = Samples.origin(event);
        return new Origin(
                any.event(),
                any.type(),
                any.actor(),
                any.at(),
                any.request(),
                any.trace(),
                Optional.of(position));
    }

    private static Ledger taking(Origin.Position... positions) {
        var ledger = Ledger.EMPTY;
        int n = 0;
        for (var position : positions) {
            ledger = ledger.taking(origin("taken-" + n++, position));
        }
        return ledger;
    }

    @Nested
    class A_topic_that_was_made_anew {
        @Test
        void is_not_taken_as_consumed_although_its_offsets_are_low() {
            var ledger = taking(at("old", 3, 900));

            assertThat(ledger.recognise(origin("e", at("old", 3, 900)))).contains(Idle.REDELIVERED);
            assertThat(ledger.recognise(origin("e", at("new", 3, 0)))).isEmpty();
        }

        @Test
        void replaces_all_of_the_old_one_and_nothing_of_other_topics() {
            var health = Origin.Position.in("sandkeeper.health", "h", 3, 5);

            var ledger = taking(at("old", 3, 900), at("old", 7, 4), health, at("new", 3, 0));

            assertThat(ledger.consumed())
                    .isEqualTo(
                            Map.of(
                                    "sandkeeper.requests/new/3", 0L,
                                    "sandkeeper.health/h/3", 5L));
        }

        @Test
        void replaces_positions_from_before_topics_had_an_identity() {
            var ledger = taking(new Origin.Position(REQUESTS, 900), at("new", 3, 0));

            assertThat(ledger.consumed()).isEqualTo(Map.of("sandkeeper.requests/new/3", 0L));
        }
    }

    @Nested
    class A_topic_that_grew {
        @Test
        void counts_a_session_s_offsets_anew_in_its_new_partition() {
            var ledger = taking(at("id", 3, 900), at("id", 7, 2));

            assertThat(ledger.recognise(origin("e", at("id", 7, 3)))).isEmpty();
            assertThat(ledger.recognise(origin("e", at("id", 7, 2)))).contains(Idle.REDELIVERED);
            assertThat(ledger.recognise(origin("e", at("id", 3, 900)))).contains(Idle.REDELIVERED);
        }

        @Test
        void leaves_the_newest_few_partitions_in_the_session_however_often_it_grows() {
            var ledger =
                    taking(
                            at("id", 3, 9),
                            at("id", 7, 9),
                            at("id", 15, 9),
                            at("id", 31, 9),
                            at("id", 127, 1));

            assertThat(ledger.consumed().keySet())
                    .containsExactlyInAnyOrder(
                            "sandkeeper.requests/id/7",
                            "sandkeeper.requests/id/15",
                            "sandkeeper.requests/id/31",
                            "sandkeeper.requests/id/127");
        }

        @Test
        void never_forgets_the_partition_that_was_just_read_whatever_its_number() {
            var ledger =
                    taking(
                            at("id", 9, 1),
                            at("id", 8, 1),
                            at("id", 7, 1),
                            at("id", 6, 1),
                            at("id", 0, 1));

            assertThat(ledger.consumed()).hasSize(4).containsKey("sandkeeper.requests/id/0");
        }
    }
}
