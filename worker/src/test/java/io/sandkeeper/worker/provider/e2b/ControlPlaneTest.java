package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Extended;
import io.sandkeeper.worker.provider.Provider.Killed;
import io.sandkeeper.worker.provider.Provider.Slept;
import io.sandkeeper.worker.provider.e2b.RawServer.Asked;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;

/** What the statuses for one sandbox mean. */
final class ControlPlaneTest {
    private static final SandboxId SANDBOX = new SandboxId("i1");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String ABSENT = "{\"code\":404,\"message\":\"Sandbox doesn't exist\"}";
    private static final String CONFLICT = "{\"code\":409,\"message\":\"in between\"}";

    @Test
    void a_404_without_the_providers_code_is_nobodys_end() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 404, "not found"));
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.kill(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.look(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.pause(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.connect(SANDBOX, HALF_AN_HOUR)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.extend(SANDBOX, HALF_AN_HOUR)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void any_success_is_one(int status) throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, status, ""));
                var provider = Orders.provider(server.url())) {
            assertThat(provider.kill(SANDBOX)).isEqualTo(new Answer.Done<>(new Killed()));
            assertThat(provider.pause(SANDBOX)).isEqualTo(new Answer.Done<>(new Slept()));
            assertThat(provider.extend(SANDBOX, HALF_AN_HOUR))
                    .isEqualTo(new Answer.Done<>(new Extended()));
        }
    }

    @Test
    void a_page_of_somebody_elses_is_no_success() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, "<p>Log in</p>"));
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.kill(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void a_conflict_at_a_pause_is_done_when_it_is_paused() throws IOException {
        assertThat(pauseConflicting(200, listed("paused")))
                .isEqualTo(new Answer.Done<>(new Slept()));
    }

    @Test
    void a_conflict_at_a_pause_is_one_when_it_runs() throws IOException {
        assertThat(Orders.failure(pauseConflicting(200, listed("running"))))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void a_conflict_at_a_pause_is_one_when_nobody_can_say_more() throws IOException {
        assertThat(Orders.failure(pauseConflicting(500, ""))).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void a_conflict_at_a_pause_is_an_absence_when_it_is_gone() throws IOException {
        assertThat(pauseConflicting(404, ABSENT)).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void an_absence_at_an_extension_is_one_only_when_it_is_not_there_either() throws IOException {
        assertThat(extendAbsent(404, ABSENT)).isInstanceOf(Answer.Absent.class);
        assertThat(Orders.failure(extendAbsent(200, listed("paused"))))
                .isEqualTo(
                        new Failure.Conflict(
                                "POST /sandboxes/{id}/timeout: 404: Sandbox doesn't exist, but it is PAUSED"));
        assertThat(Orders.failure(extendAbsent(500, ""))).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void parts_of_a_second_count_as_a_whole_one() {
        assertThat(Creation.seconds(Duration.ofMillis(1001))).isEqualTo(2);
        assertThat(Creation.seconds(Duration.ofSeconds(2))).isEqualTo(2);
        assertThat(Creation.seconds(Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void a_lost_answer_is_no_unknown_outcome_where_twice_is_once() throws IOException {
        try (var server = new RawServer((asked, _) -> asked.reset());
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.kill(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.pause(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.connect(SANDBOX, HALF_AN_HOUR)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void a_port_has_an_address_under_the_domain() {
        try (var local =
                        new E2bProvider(
                                E2bSettings.of(
                                                URI.create("http://127.0.0.1:3900/regions/eu"),
                                                new ApiKey(Orders.KEY))
                                        .withDomain("localhost:3900"),
                                () -> Orders.NOW);
                var cloud =
                        new E2bProvider(
                                E2bSettings.of(
                                        URI.create("https://api.e2b.app"), new ApiKey(Orders.KEY)),
                                () -> Orders.NOW)) {
            assertThat(local.url(SANDBOX, 3000)).isEqualTo("http://3000-i1.localhost:3900/");
            assertThat(cloud.url(SANDBOX, 8080)).isEqualTo("https://8080-i1.e2b.app/");
        }
    }

    private static Answer<Slept> pauseConflicting(int lookStatus, String look) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) ->
                                        refuse(asked, out, 409, CONFLICT, lookStatus, look));
                var provider = Orders.provider(server.url())) {
            return provider.pause(SANDBOX);
        }
    }

    private static Answer<Extended> extendAbsent(int lookStatus, String look) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> refuse(asked, out, 404, ABSENT, lookStatus, look));
                var provider = Orders.provider(server.url())) {
            return provider.extend(SANDBOX, HALF_AN_HOUR);
        }
    }

    private static void refuse(
            Asked asked, OutputStream out, int status, String body, int lookStatus, String look)
            throws IOException {
        if (asked.method().equals("GET")) {
            RawServer.answer(out, lookStatus, look);
        } else {
            RawServer.answer(out, status, body);
        }
    }

    private static String listed(String state) {
        return "{\"sandboxID\":\"i1\",\"state\":\"%s\",\"startedAt\":\"2026-03-01T12:00:00Z\",\"endAt\":\"2026-03-01T12:00:00Z\"}"
                .formatted(state);
    }
}
