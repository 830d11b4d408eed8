package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.e2b.Trouble.Garbled;
import io.sandkeeper.worker.provider.e2b.Trouble.Lost;
import io.sandkeeper.worker.provider.e2b.Trouble.Refused;
import io.sandkeeper.worker.provider.e2b.Trouble.Stopped;
import io.sandkeeper.worker.provider.e2b.Trouble.Unsent;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

final class ClassifiedTest {
    private static final Duration SEVEN = Duration.ofSeconds(7);

    /** {@code own}: the body names the status itself, as the provider's bodies do. */
    @ParameterizedTest
    @CsvSource({
        // status, own, error code, a create, another call, a daemon's call
        "400, yes, ,                                    Permanent,  Permanent,  Permanent",
        "400, no,  ,                                    Permanent,  Permanent,  Permanent",
        "401, yes, ,                                    KeyRefused, KeyRefused, Transient",
        "402, yes, ,                                    KeyRefused, KeyRefused, Transient",
        "403, yes, ,                                    KeyRefused, KeyRefused, Transient",
        "404, no,  ,                                    Transient,  Transient,  Transient",
        "405, no,  ,                                    Transient,  Transient,  Transient",
        "408, no,  ,                                    Transient,  Transient,  Transient",
        "409, yes, ,                                    Conflict,   Conflict,   Conflict",
        "409, yes, sandbox_start_in_flight,             Conflict,   Conflict,   Conflict",
        "409, yes, idempotency_in_progress,             Unknown,    Transient,  Transient",
        "409, yes, idempotency_request_mismatch,        Unknown,    Transient,  Transient",
        "413, no,  ,                                    Permanent,  Permanent,  Permanent",
        "422, yes, ,                                    Permanent,  Permanent,  Permanent",
        "422, yes, idempotency_outcome_unknown,         Unknown,    Transient,  Transient",
        "429, yes, ,                                    Limited,    Limited,    Transient",
        "429, no,  ,                                    Limited,    Limited,    Transient",
        "500, yes, sandbox_create_failed,               Transient,  Transient,  Transient",
        "500, no,  ,                                    Unknown,    Transient,  Transient",
        "502, yes, ,                                    Unknown,    Transient,  Transient",
        "502, no,  ,                                    Unknown,    Transient,  Transient",
        "503, yes, ,                                    Transient,  Transient,  Transient",
        "503, yes, sandbox_capacity_unavailable,        Limited,    Limited,    Limited",
        "503, yes, sandbox_no_compatible_node,          Transient,  Transient,  Transient",
        "503, no,  ,                                    Unknown,    Transient,  Transient",
        "504, yes, sandbox_placement_timeout,           Unknown,    Transient,  Transient",
        "504, no,  ,                                    Unknown,    Transient,  Transient",
        "507, yes, ,                                    Permanent,  Permanent,  Permanent",
        "302, no,  ,                                    Transient,  Transient,  Transient",
        "599, no,  ,                                    Unknown,    Transient,  Transient",
        "100, no,  ,                                    Unknown,    Transient,  Transient",
        "999, no,  ,                                    Unknown,    Transient,  Transient",
    })
    void a_refusal_means_what_its_status_and_codes_say(
            int status, String own, String errorCode, String create, String other, String daemon) {
        var refused =
                new Refused(
                        status,
                        own.equals("yes") ? OptionalInt.of(status) : OptionalInt.empty(),
                        Optional.ofNullable(errorCode),
                        Optional.empty(),
                        "");

        assertThat(kind(Call.CREATE, refused)).isEqualTo(create);
        assertThat(kind(Call.CREATE_OLD, refused)).isEqualTo(create);
        assertThat(kind(Call.KILL, refused)).isEqualTo(other);
        assertThat(kind(Call.READ, refused)).isEqualTo(daemon);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void what_was_never_sent_may_be_sent_again(Call call) {
        assertThat(Classified.of(call, new Unsent("no connection")))
                .isEqualTo(new Failure.Transient(call + ": not sent: no connection"));
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void what_was_lost_is_an_unknown_outcome_where_twice_is_not_once(Call call) {
        var expected =
                switch (call) {
                    case CREATE, CREATE_OLD -> "Unknown";
                    default -> "Transient";
                };

        assertThat(kind(call, new Lost("broken off"))).isEqualTo(expected);
        assertThat(kind(call, new Garbled(201))).isEqualTo(expected);
    }

    @Test
    void a_limit_keeps_the_time_that_the_provider_wants() {
        var limited = refused(429, Optional.of(SEVEN));

        assertThat(Classified.of(Call.CREATE, limited))
                .isEqualTo(new Failure.Limited(Optional.of(SEVEN), "POST /v2/sandboxes: 429: x"));
        assertThat(Classified.of(Call.READ, limited))
                .isEqualTo(new Failure.Limited(Optional.of(SEVEN), "GET /files: 429: x"));
    }

    @Test
    void words_decide_nothing() {
        var misleading =
                new Refused(
                        500,
                        OptionalInt.of(500),
                        Optional.empty(),
                        Optional.empty(),
                        "429 maximum number of concurrent sandboxes, template not found, 401");

        assertThat(kind(Call.CREATE, misleading)).isEqualTo("Transient");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_argument,  Permanent",
        "not_found,         Permanent",
        "unimplemented,     Permanent",
        "unavailable,       Transient",
        "internal,          Transient",
        "resource_exhausted, Transient",
        "unauthenticated,   Transient",
        "of_the_future,     Transient",
    })
    void a_stream_that_was_stopped_means_what_its_code_says(String code, String expected) {
        assertThat(kind(Call.COMMAND, new Stopped(code))).isEqualTo(expected);
    }

    @Test
    void an_absence_is_only_what_the_provider_itself_says() {
        assertThat(
                        new Refused(
                                        404,
                                        OptionalInt.of(404),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "")
                                .isAbsence())
                .isTrue();
        assertThat(
                        new Refused(
                                        404,
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "")
                                .isAbsence())
                .isFalse();
        assertThat(
                        new Refused(404, OptionalInt.of(5), Optional.empty(), Optional.empty(), "")
                                .isAbsence())
                .isFalse();
        assertThat(
                        new Refused(
                                        400,
                                        OptionalInt.of(404),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "")
                                .isAbsence())
                .isFalse();
    }

    private static Refused refused(int status, Optional<Duration> retryAfter) {
        return new Refused(status, OptionalInt.of(status), Optional.empty(), retryAfter, "x");
    }

    private static String kind(Call call, Trouble trouble) {
        return Classified.of(call, trouble).getClass().getSimpleName();
    }
}
