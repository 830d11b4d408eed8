package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.e2b.RawServer.Asked;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The newer path of a call. */
final class DialectTest {
    private static final String BARE_404 = "404 page not found";
    private static final String NO_TEMPLATE =
            "{\"code\":404,\"message\":\"template 'base' not found\"}";

    @Test
    void is_asked_once_where_it_is_known_to_be_known() throws IOException {
        var requests = new AtomicInteger();
        try (var server =
                        new RawServer(
                                (_, out) -> {
                                    if (requests.incrementAndGet() == 1) {
                                        RawServer.answer(out, 201, Orders.MADE);
                                    } else {
                                        RawServer.answer(out, 404, NO_TEMPLATE);
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            provider.create(Orders.order());

            var answer = provider.create(Orders.order());

            assertThat(answer).isInstanceOf(Answer.Absent.class);
            assertThat(server.asked()).hasSize(2);
        }
    }

    /** E2B's own older servers answer a path that they do not know with a code. */
    @ParameterizedTest
    @ValueSource(strings = {BARE_404, NO_TEMPLATE})
    void is_given_up_for_good_where_only_the_older_one_works(String unknown) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().startsWith("/v2")) {
                                        RawServer.answer(out, 404, unknown);
                                    } else {
                                        RawServer.answer(out, 201, Orders.MADE);
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            provider.create(Orders.order());
            var answer = provider.create(Orders.order());

            assertThat(answer).isInstanceOf(Answer.Done.class);
            assertThat(server.asked())
                    .extracting(Asked::target)
                    .containsExactly("/v2/sandboxes", "/sandboxes", "/sandboxes");
            assertThat(server.asked().getLast().body()).contains("\"secure\":true");
        }
    }

    @Test
    void is_not_given_up_for_a_proxy_without_a_server() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 404, BARE_404));
                var provider = Orders.provider(server.url())) {

            var first = provider.create(Orders.order());
            provider.create(Orders.order());

            assertThat(Orders.failure(first)).isInstanceOf(Failure.Transient.class);
            assertThat(server.asked())
                    .extracting(Asked::target)
                    .containsExactly("/v2/sandboxes", "/sandboxes", "/v2/sandboxes", "/sandboxes");
        }
    }

    @Test
    void for_connecting_is_given_up_on_its_own() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().startsWith("/v2")) {
                                        RawServer.answer(out, 405, "no");
                                    } else {
                                        RawServer.answer(out, 201, Orders.MADE);
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            provider.connect(new SandboxId("i1"), Duration.ofMinutes(30));
            var second = provider.connect(new SandboxId("i1"), Duration.ofMinutes(30));

            assertThat(second).isInstanceOf(Answer.Done.class);
            assertThat(server.asked())
                    .extracting(Asked::target)
                    .containsExactly(
                            "/v2/sandboxes/i1/connect",
                            "/sandboxes/i1/connect",
                            "/sandboxes/i1/connect");
            assertThat(server.asked().getLast().body()).isEqualTo("{\"timeout\":1800}");
        }
    }
}
