package io.sandkeeper.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** What every provider does. Runs on the fake, on the wire, and on real servers. */
public abstract class ProviderContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final String test = UUID.randomUUID().toString();
    private final List<SandboxId> made = new ArrayList<>();

    protected abstract Provider provider();

    /** A template that the provider knows. */
    protected String template() {
        return "base";
    }

    @AfterEach
    void leave_nothing_behind() {
        made.forEach(provider()::kill);
    }

    @Test
    void a_sandbox_that_was_made_runs_and_is_found_by_its_metadata() {
        var sandbox = make(Map.of("name", "one")).sandbox();

        assertThat(find(Map.of("name", "one")))
                .singleElement()
                .satisfies(
                        seen -> {
                            assertThat(seen.sandbox()).isEqualTo(sandbox);
                            assertThat(seen.condition()).isEqualTo(Condition.RUNNING);
                            assertThat(seen.metadata()).containsEntry("name", "one");
                            assertThat(Duration.between(seen.startedAt(), seen.endAt()))
                                    .isCloseTo(HALF_AN_HOUR, Duration.ofSeconds(5));
                        });
        assertThat(look(sandbox)).isEqualTo(find(Map.of("name", "one")).getFirst());
    }

    @Test
    void an_unknown_template_is_absent() {
        var answer = provider().create(order("no-such-template-here", Map.of()));

        assertThat(answer).isInstanceOf(Answer.Absent.class);
        assertThat(find(Map.of())).isEmpty();
    }

    @Test
    void only_what_carries_all_of_the_metadata_is_found() {
        var both = make(Map.of("a", "1", "b", "2")).sandbox();
        make(Map.of("a", "1", "b", "3"));
        make(Map.of("a", "1"));

        assertThat(find(Map.of("a", "1", "b", "2")))
                .extracting(Seen::sandbox)
                .containsExactly(both);
        assertThat(find(Map.of("a", "1"))).hasSize(3);
        assertThat(find(Map.of("a", "4"))).isEmpty();
    }

    @Test
    void metadata_is_found_whatever_characters_it_has() {
        var odd = "b c&d=e%2F+/?#ü€\"\\";
        var sandbox = make(Map.of("odd key&=", odd)).sandbox();

        assertThat(find(Map.of("odd key&=", odd)))
                .extracting(Seen::sandbox)
                .containsExactly(sandbox);
        assertThat(look(sandbox).metadata()).containsEntry("odd key&=", odd);
    }

    @Test
    void running_and_paused_ones_are_found() {
        var running = make(Map.of()).sandbox();
        var paused = make(Map.of()).sandbox();
        done(provider().pause(paused));

        assertThat(find(Map.of()))
                .extracting(Seen::sandbox, Seen::condition)
                .containsExactlyInAnyOrder(
                        tuple(running, Condition.RUNNING), tuple(paused, Condition.PAUSED));
    }

    @Test
    void pausing_twice_is_done_twice() {
        var sandbox = make(Map.of()).sandbox();

        assertThat(provider().pause(sandbox)).isInstanceOf(Answer.Done.class);
        assertThat(provider().pause(sandbox)).isInstanceOf(Answer.Done.class);
        assertThat(look(sandbox).condition()).isEqualTo(Condition.PAUSED);
    }

    @Test
    void connecting_wakes_a_paused_one() {
        var sandbox = make(Map.of()).sandbox();
        done(provider().pause(sandbox));

        var connected = done(provider().connect(sandbox, HALF_AN_HOUR));

        assertThat(connected.sandbox()).isEqualTo(sandbox);
        assertThat(look(sandbox).condition()).isEqualTo(Condition.RUNNING);
    }

    @Test
    void the_way_into_one_that_is_awake_is_known_without_connecting() {
        var made = make(Map.of());
        var before = look(made.sandbox()).endAt();

        var way = done(provider().way(made.sandbox())).orElseThrow();

        assertThat(way.sandbox()).isEqualTo(made.sandbox());
        assertThat(way.token()).isPresent().isEqualTo(made.token());
        assertThat(look(made.sandbox()).endAt()).isEqualTo(before);
    }

    @Test
    void asking_for_the_way_into_one_that_sleeps_does_not_wake_it() {
        var sandbox = make(Map.of()).sandbox();
        done(provider().pause(sandbox));

        assertThat(done(provider().way(sandbox))).isEmpty();

        assertThat(look(sandbox).condition()).isEqualTo(Condition.PAUSED);
    }

    @Test
    void there_is_no_way_into_one_that_is_gone() {
        var sandbox = make(Map.of()).sandbox();
        done(provider().kill(sandbox));

        assertThat(provider().way(sandbox)).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void connecting_to_a_running_one_never_shortens_its_time() {
        var sandbox = make(Map.of()).sandbox();
        var before = look(sandbox).endAt();

        done(provider().connect(sandbox, Duration.ofMinutes(1)));

        assertThat(look(sandbox).endAt()).isAfterOrEqualTo(before);
    }

    @Test
    void extending_moves_the_end() {
        var sandbox = make(Map.of()).sandbox();
        var before = look(sandbox).endAt();

        done(provider().extend(sandbox, HALF_AN_HOUR.plusMinutes(10)));

        assertThat(Duration.between(before, look(sandbox).endAt()))
                .isCloseTo(Duration.ofMinutes(10), Duration.ofSeconds(30));
    }

    @Test
    void extending_a_paused_one_is_a_conflict_and_wakes_nobody() {
        var sandbox = make(Map.of()).sandbox();
        done(provider().pause(sandbox));

        var answer = provider().extend(sandbox, HALF_AN_HOUR);

        assertThat(failure(answer)).isInstanceOf(Failure.Conflict.class);
        assertThat(look(sandbox).condition()).isEqualTo(Condition.PAUSED);
    }

    @Test
    void a_killed_one_is_absent_for_everything() {
        var running = make(Map.of());
        var paused = make(Map.of());
        done(provider().pause(paused.sandbox()));

        done(provider().kill(running.sandbox()));
        done(provider().kill(paused.sandbox()));

        assertThat(find(Map.of())).isEmpty();
        assertAbsent(running);
        assertAbsent(paused);
    }

    @Test
    void an_id_that_never_was_is_absent_for_everything() {
        assertAbsent(
                new Made(
                        new SandboxId("i0000000000000000never"),
                        template(),
                        Optional.of("token"),
                        false));
    }

    @Test
    void a_file_that_was_written_is_read() {
        var daemon = provider().daemon(make(Map.of()));
        var content = "line\n\0ü".getBytes(StandardCharsets.UTF_8);

        done(daemon.write("/home/user/a folder/ü&?.txt", content));

        assertThat(read(daemon, "/home/user/a folder/ü&?.txt", 1000)).hasValue(content);
    }

    @Test
    void a_file_that_is_not_there_is_empty() {
        var daemon = provider().daemon(make(Map.of()));

        assertThat(read(daemon, "/home/user/none", 1000)).isEmpty();
    }

    @Test
    void a_file_is_read_up_to_a_size_and_a_larger_one_not_at_all() {
        var daemon = provider().daemon(make(Map.of()));
        done(daemon.write("/home/user/large", new byte[1001]));

        assertThat(read(daemon, "/home/user/large", 1001)).hasValue(new byte[1001]);
        assertThat(failure(daemon.read("/home/user/large", 1000, Duration.ofSeconds(3))))
                .isInstanceOf(Failure.Permanent.class);
    }

    @Test
    void a_large_file_travels_in_both_directions_piece_by_piece() {
        var daemon = provider().daemon(make(Map.of()));
        var content = new byte[900_001];
        new Random(7).nextBytes(content);

        done(daemon.upload("/home/user/a folder/ü&?.bin", out -> out.write(content), LIMIT));

        assertThat(download(daemon, "/home/user/a folder/ü&?.bin", 900_001)).hasValue(content);
        assertThat(read(daemon, "/home/user/a folder/ü&?.bin", 900_001)).hasValue(content);
    }

    @Test
    void an_empty_file_travels_too() {
        var daemon = provider().daemon(make(Map.of()));

        done(daemon.upload("/home/user/empty", _ -> {}, LIMIT));

        assertThat(download(daemon, "/home/user/empty", 0)).hasValue(new byte[0]);
    }

    @Test
    void a_file_need_not_be_read_to_its_end() {
        var daemon = provider().daemon(make(Map.of()));
        done(daemon.write("/home/user/long", new byte[300_000]));

        assertThat(done(daemon.download("/home/user/long", 300_000, LIMIT, InputStream::read)))
                .hasValue(0);
    }

    @Test
    void a_file_that_is_not_there_is_not_downloaded() {
        var daemon = provider().daemon(make(Map.of()));

        assertThat(download(daemon, "/home/user/none", 10)).isEmpty();
    }

    @Test
    void a_file_larger_than_wanted_is_not_downloaded() {
        var daemon = provider().daemon(make(Map.of()));
        done(daemon.write("/home/user/large", new byte[200_001]));

        var answer = daemon.download("/home/user/large", 200_000, LIMIT, InputStream::readAllBytes);

        assertThat(failure(answer)).isInstanceOf(Failure.Permanent.class);
    }

    @Test
    void whoever_cannot_use_what_comes_fails_the_download() {
        var daemon = provider().daemon(make(Map.of()));
        done(daemon.write("/home/user/a", new byte[10]));

        var answer =
                daemon.download(
                        "/home/user/a",
                        10,
                        LIMIT,
                        _ -> {
                            throw new IOException("not what was expected");
                        });

        assertThat(failure(answer)).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void content_that_cannot_be_made_fails_the_upload() {
        var daemon = provider().daemon(make(Map.of()));

        var answer =
                daemon.upload(
                        "/home/user/a",
                        out -> {
                            out.write(new byte[500_000]);
                            throw new IOException("no more of it");
                        },
                        LIMIT);

        assertThat(failure(answer)).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void the_daemon_of_a_paused_one_is_absent_and_stays_asleep() {
        var sandbox = make(Map.of());
        done(provider().pause(sandbox.sandbox()));
        var daemon = provider().daemon(sandbox);

        assertThat(daemon.run("true", Map.of(), Duration.ofSeconds(3)))
                .isInstanceOf(Answer.Absent.class);
        assertThat(daemon.write("/home/user/a", new byte[1])).isInstanceOf(Answer.Absent.class);
        assertThat(daemon.upload("/home/user/a", out -> out.write(1), LIMIT))
                .isInstanceOf(Answer.Absent.class);
        assertThat(daemon.download("/home/user/a", 1, LIMIT, InputStream::read))
                .isInstanceOf(Answer.Absent.class);
        assertThat(look(sandbox.sandbox()).condition()).isEqualTo(Condition.PAUSED);
    }

    private void assertAbsent(Made one) {
        var sandbox = one.sandbox();
        assertThat(provider().look(sandbox)).isInstanceOf(Answer.Absent.class);
        assertThat(provider().kill(sandbox)).isInstanceOf(Answer.Absent.class);
        assertThat(provider().pause(sandbox)).isInstanceOf(Answer.Absent.class);
        assertThat(provider().connect(sandbox, HALF_AN_HOUR)).isInstanceOf(Answer.Absent.class);
        assertThat(provider().extend(sandbox, HALF_AN_HOUR)).isInstanceOf(Answer.Absent.class);
        assertThat(provider().daemon(one).read("/home/user/a", 10, Duration.ofSeconds(3)))
                .isInstanceOf(Answer.Absent.class);
    }

    protected final Made make(Map<String, String> metadata) {
        var one = done(provider().create(order(template(), metadata)));
        made.add(one.sandbox());
        return one;
    }

    protected final Order order(String template, Map<String, String> metadata) {
        return new Order(
                template,
                HALF_AN_HOUR,
                marked(metadata),
                Map.of("GREETING", "hello"),
                UUID.randomUUID().toString().replace("-", ""),
                true);
    }

    /** Only what this test made. */
    protected final List<Seen> find(Map<String, String> metadata) {
        return done(provider().find(marked(metadata)));
    }

    private Map<String, String> marked(Map<String, String> metadata) {
        var marked = new TreeMap<>(metadata);
        marked.put("test", test);
        return marked;
    }

    protected final Seen look(SandboxId sandbox) {
        return done(provider().look(sandbox));
    }

    protected static Optional<byte[]> read(Daemon daemon, String path, int most) {
        return done(daemon.read(path, most, Duration.ofSeconds(3)));
    }

    private static Optional<byte[]> download(Daemon daemon, String path, long most) {
        return done(daemon.download(path, most, LIMIT, InputStream::readAllBytes));
    }

    protected static <T> T done(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done<T>) answer).value();
    }

    protected static Failure failure(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<?>) answer).failure();
    }
}
