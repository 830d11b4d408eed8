package io.sandkeeper.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Environment;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.WakeMode;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.local.Cli;
import io.sandkeeper.local.broker.RealBroker;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import picocli.CommandLine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The client against a real broker; what workers would say is said by the test. */
@Timeout(60)
class ClientTest {
    private static RealBroker broker;
    private static Feed feed;

    @BeforeAll
    static void start() throws Exception {
        broker = RealBroker.start(4);
        feed = new Feed(broker.servers());
    }

    @AfterAll
    static void stop() {
        feed.close();
        broker.close();
    }

    @Test
    void a_request_is_published_as_it_was_said_and_its_secrets_are_not_shown() {
        var result =
                cli(
                        "request said --template nextjs --project p --user u --region eu --priority high"
                                + " --auto-pause never --wake manual --preview-port 3000"
                                + " --health-check-every 60s --request-id r1 --metadata a=b"
                                + " --env TOKEN=hunter2 --start run");

        assertThat(result).isEqualTo(new Cli.Result(0, "said\n", ""));
        assertThat(published(Topic.REQUESTS, "said"))
                .containsExactly(
                        new SandboxRequested(
                                new SessionId("said"),
                                new RequestId("r1"),
                                new Owner(new ProjectId("p"), new UserId("u"), null),
                                new Framework("nextjs"),
                                new Region("eu"),
                                new Settings(
                                        AutoPause.NEVER,
                                        WakeMode.MANUAL,
                                        Priority.HIGH,
                                        3000,
                                        Duration.ofSeconds(60)),
                                new Launch(
                                        "run", new Environment(Map.of("TOKEN", "hunter2")), null),
                                Map.of("a", "b")));
        assertThat(cli("request --env TOKEN=hunter2 --json").out()).doesNotContain("hunter2");
    }

    @Test
    void a_request_without_arguments_makes_a_session_of_its_own() {
        var session = cli("request").out().strip();

        assertThat(published(Topic.REQUESTS, session))
                .singleElement()
                .isInstanceOf(SandboxRequested.class);
    }

    @Test
    void what_the_workers_would_reject_is_not_sent() {
        var result = cli("request rejected --preview-port 70000");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(published(Topic.REQUESTS, "rejected")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void a_wish_reaches_its_topic_with_who_and_why(Wish wish) {
        var session = "wish-" + wish.command();

        var result =
                cli(wish.command() + " " + session + " --by ann --reason because --request-id r");

        var expected = wish.event(new SessionId(session), asking("r", "ann", "because"));
        assertThat(result.code()).isZero();
        assertThat(published(expected.type().topic(), session)).containsExactly(expected);
    }

    @Test
    void activity_may_name_only_a_sandbox() {
        assertThat(cli("activity --sandbox sbx-1 --kind edit").code()).isZero();

        assertThat(published(Topic.ACTIVITY, "sbx-1"))
                .containsExactly(new SandboxUse.Activity(null, new SandboxId("sbx-1"), "edit"));
    }

    @Test
    void following_ends_when_what_it_waits_for_has_come_and_shows_repeated_events_once()
            throws Exception {
        feed.publish(ready("f1", 1), 1);
        feed.publish(ready("f1", 1), 1);
        feed.publish(Feed.killed("f1", 2), 2);

        var result = cli("follow f1 --from-beginning --until killed --timeout 30s");

        assertThat(result.code()).isZero();
        assertThat(result.lines())
                .extracting(line -> line.replaceFirst("\\S+ +(\\S+).*", "$1"))
                .containsExactly("EVENT", "ready", "killed");
    }

    @Test
    void following_for_a_script_is_one_json_object_per_line() throws Exception {
        feed.publish(ready("f2", 1), 1);

        var result = cli("follow f2 --from-beginning --until ready --timeout 30s --json");

        assertThat(result.lines())
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(
                                                EventCodec.fromJson(
                                                        line.getBytes(StandardCharsets.UTF_8)))
                                        .isInstanceOfSatisfying(
                                                Decoded.Accepted.class,
                                                accepted ->
                                                        assertThat(accepted.data())
                                                                .isEqualTo(ready("f2", 1))));
    }

    @Test
    void following_tells_a_session_that_ended_otherwise_from_one_that_takes_too_long()
            throws Exception {
        feed.publish(Feed.killed("f3", 1), 1);

        assertThat(cli("follow f3 --from-beginning --until ready --timeout 30s").code())
                .isEqualTo(4);
        assertThat(cli("follow f4 --from-beginning --until ready --timeout 10ms").code())
                .isEqualTo(3);
    }

    @Test
    void a_request_that_is_followed_misses_nothing_and_ends_when_it_is_ready() throws Exception {
        var answers = Thread.ofVirtual().unstarted(() -> answerRequest("f5"));
        answers.start();

        var result = cli("request f5 --follow --timeout 30s");

        answers.join();
        assertThat(result.code()).isZero();
        assertThat(result.lines()).first().isEqualTo("f5");
        assertThat(result.lines()).last().asString().contains("ready", "sbx-f5");
    }

    @Test
    void the_list_shows_the_newest_status_of_each_session_that_goes_on() throws Exception {
        feed.publish(Feed.status("l1", 2, SessionState.RUNNING), 2);
        feed.publish(Feed.status("l1", 1, SessionState.CREATING), 1);
        feed.publish(Feed.status("l2", 1, SessionState.KILLED), 1);
        feed.publish(Feed.status("l3", 1, SessionState.RUNNING), 1);
        feed.send(new ProducerRecord<>(Topic.STATUS.topicName(), "l3", null));

        var shown = cli("list").lines();
        var all = cli("list --all --json").lines();

        assertThat(shown)
                .filteredOn(line -> line.startsWith("l1"))
                .singleElement()
                .asString()
                .contains("RUNNING", "sbx-l1");
        assertThat(shown).noneMatch(line -> line.startsWith("l2") || line.startsWith("l3"));
        assertThat(all).anyMatch(line -> line.contains("\"l2\""));
        assertThat(all).noneMatch(line -> line.contains("\"l3\""));
    }

    @Test
    void dead_letters_are_shown_with_their_reason_and_without_their_contents() throws Exception {
        var letter =
                new ProducerRecord<>(
                        Topic.DEAD_LETTER.topicName(),
                        "d1",
                        "TOKEN=hunter2".getBytes(StandardCharsets.UTF_8));
        letter.headers()
                .add(
                        "kafka_dlt-original-topic",
                        "sandkeeper.requests".getBytes(StandardCharsets.UTF_8))
                .add("sandkeeper-message", "not JSON".getBytes(StandardCharsets.UTF_8));
        feed.send(letter);

        var table = cli("dead-letters").out();
        var json = cli("dead-letters --json").out();

        assertThat(table).contains("requests", "d1", "not JSON").doesNotContain("hunter2");
        assertThat(json)
                .contains("\"topic\":\"sandkeeper.requests\"", "\"reason\":\"not JSON\"")
                .doesNotContain("hunter2");
    }

    @Test
    void the_topics_are_counted() throws Exception {
        cli("activity counted");

        assertThat(cli("topics --json").lines())
                .hasSize(Topic.all().size())
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "{\"topic\":\"sandkeeper.platform\",\"partitions\":1,\"records\":0}"))
                .noneMatch(
                        line ->
                                line.contains(
                                        "sandkeeper.activity\",\"partitions\":4,\"records\":0"));
    }

    private static void answerRequest(String session) {
        try (var reader =
                new Reader(broker.servers(), Topic.REQUESTS, Optional.of(new SessionId(session)))) {
            reader.goToBeginning();
            while (true) {
                for (var record : reader.next()) {
                    if (session.equals(record.key())) {
                        feed.publish(ready(session, 1), 1);
                        return;
                    }
                }
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static Lifecycle.Ready ready(String session, long sequence) {
        return new Lifecycle.Ready(
                Feed.standing(session, sequence, SessionState.RUNNING),
                new Framework("base"),
                false,
                false,
                Lifecycle.Preview.NONE);
    }

    private static Asking asking(String request, String by, String reason) {
        var asking = new Asking();
        var line = new CommandLine(asking);
        Converters.register(line);
        line.parseArgs("--request-id", request, "--by", by, "--reason", reason);
        return asking;
    }

    private static List<Event> published(Topic topic, String key) {
        var events = new ArrayList<Event>();
        try (var reader = new Reader(broker.servers(), topic, Optional.empty())) {
            reader.readAll(
                    record -> {
                        if (key.equals(record.key())
                                && EventCodec.decode(topic, record)
                                        instanceof Decoded.Accepted accepted) {
                            events.add(accepted.data());
                        }
                    });
        }
        return events;
    }

    private static Cli.Result cli(String line) {
        var arguments =
                Stream.concat(Stream.of(line.split(" ")), Stream.of("--kafka", broker.servers()));
        return Cli.run(arguments.toArray(String[]::new));
    }
}
