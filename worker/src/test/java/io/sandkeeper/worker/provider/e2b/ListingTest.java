package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A listing is whole, or it is none. */
final class ListingTest {
    private static final Map<String, String> OURS = Map.of("fleet", "f1");

    @Test
    void the_filter_is_encoded_as_the_protocol_wants_it() {
        assertThat(Listing.filter(Map.of("a", "b c&d"))).isEqualTo("a%3Db%252520c%252526d");
    }

    @Test
    void asks_for_running_and_paused_ones_oldest_first() throws IOException {
        try (var server = new RawServer((_, out) -> page(out, "", "[]"));
                var provider = Orders.provider(server.url())) {

            provider.find(OURS);

            assertThat(server.asked().getFirst().target())
                    .isEqualTo(
                            "/v2/sandboxes?state=running,paused&order=asc&limit=100&metadata=fleet%3Df1");
        }
    }

    @Test
    void reads_every_page() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().endsWith("&nextToken=a%2Bb%26%3D")) {
                                        page(out, "", "[" + listed("i2", "f1") + "]");
                                    } else {
                                        page(out, "a+b&=", "[" + listed("i1", "f1") + "]");
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            assertThat(found(provider.find(OURS)))
                    .containsExactly(
                            new Seen(
                                    new SandboxId("i1"),
                                    Condition.RUNNING,
                                    OURS,
                                    Orders.NOW,
                                    Orders.NOW),
                            new Seen(
                                    new SandboxId("i2"),
                                    Condition.RUNNING,
                                    OURS,
                                    Orders.NOW,
                                    Orders.NOW));
        }
    }

    @Test
    void a_sandbox_that_moved_from_page_to_page_is_there_once() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) ->
                                        page(
                                                out,
                                                asked.target().contains("nextToken") ? "" : "2",
                                                "[" + listed("i1", "f1") + "]"));
                var provider = Orders.provider(server.url())) {
            assertThat(found(provider.find(OURS))).hasSize(1);
        }
    }

    @Test
    void what_is_not_ours_is_left_out_however_odd_it_is() throws IOException {
        var page =
                "["
                        + listed("i1", "f2")
                        + ",null,7,{},{\"metadata\":[]},{\"metadata\":{\"fleet\":1}},"
                        + listed("i2", "f1")
                        + "]";
        try (var server = new RawServer((_, out) -> page(out, "", page));
                var provider = Orders.provider(server.url())) {
            assertThat(found(provider.find(OURS)))
                    .extracting(Seen::sandbox)
                    .containsExactly(new SandboxId("i2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[",
                "[{\"metadata\":{\"fleet\":\"f1\"}}]",
                "[{\"metadata\":{\"fleet\":\"f1\"},\"sandboxID\":\"i1\",\"state\":\"dreaming\",\"startedAt\":\"2026-03-01T12:00:00Z\",\"endAt\":\"2026-03-01T12:00:00Z\"}]",
                "[{\"metadata\":{\"fleet\":\"f1\"},\"sandboxID\":\"i1\",\"state\":\"paused\",\"startedAt\":\"yesterday\",\"endAt\":\"2026-03-01T12:00:00Z\"}]"
            })
    void one_of_ours_that_cannot_be_read_makes_it_unfinished(String page) throws IOException {
        try (var server = new RawServer((_, out) -> page(out, "", page));
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.find(OURS))).isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void a_page_that_fails_makes_it_unfinished() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().contains("nextToken")) {
                                        RawServer.answer(out, 404, "{\"code\":404}");
                                    } else {
                                        page(out, "2", "[" + listed("i1", "f1") + "]");
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.find(OURS))).isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void pages_in_a_circle_make_it_unfinished() throws IOException {
        try (var server = new RawServer((_, out) -> page(out, "again", "[]"));
                var provider = Orders.provider(server.url())) {

            assertThat(Orders.failure(provider.find(OURS)).evidence())
                    .isEqualTo("GET /v2/sandboxes: unfinished listing: a page that points back");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void pages_without_an_end_make_it_unfinished() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> page(out, "t" + asked.target().hashCode(), "[]"));
                var provider = provider(server, Duration.ofMinutes(1), 5)) {

            assertThat(Orders.failure(provider.find(OURS)).evidence())
                    .isEqualTo("GET /v2/sandboxes: unfinished listing: more than 5 pages");
            assertThat(server.asked()).hasSize(5);
        }
    }

    @Test
    void a_listing_has_a_time_limit_of_its_own() throws IOException {
        var clock = new SteppedClock();
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    clock.step(Duration.ofSeconds(40));
                                    page(out, "t" + asked.target().hashCode(), "[]");
                                });
                var provider =
                        new E2bProvider(settings(server, Duration.ofMinutes(1), 1000), clock)) {

            assertThat(Orders.failure(provider.find(OURS)).evidence())
                    .isEqualTo("GET /v2/sandboxes: unfinished listing: no end within PT1M");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void nobody_lists_a_whole_account() throws IOException {
        try (var server = new RawServer((_, out) -> page(out, "", "[]"));
                var provider = Orders.provider(server.url())) {
            assertThatThrownBy(() -> provider.find(Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static E2bProvider provider(RawServer server, Duration listTime, int pages) {
        return new E2bProvider(settings(server, listTime, pages), InstantSource.fixed(Orders.NOW));
    }

    private static E2bSettings settings(RawServer server, Duration listTime, int pages) {
        return new E2bSettings(
                server.url(),
                new ApiKey(Orders.KEY),
                Optional.empty(),
                "localhost",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                listTime,
                pages);
    }

    private static List<Seen> found(Answer<List<Seen>> answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done<List<Seen>>) answer).value();
    }

    private static void page(OutputStream out, String next, String body) throws IOException {
        var header = next.isEmpty() ? "" : "X-Next-Token: " + next + "\r\n";
        RawServer.answer(out, 200, header, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String listed(String id, String fleet) {
        return "{\"sandboxID\":\"%s\",\"state\":\"running\",\"startedAt\":\"2026-03-01T12:00:00Z\",\"endAt\":\"2026-03-01T13:00:00+01:00\",\"metadata\":{\"fleet\":\"%s\"}}"
                .formatted(id, fleet);
    }
}
