package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Cause;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Environment;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.EventType;
import io.sandkeeper.events.FileContent;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.TextRule;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.WakeMode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventRulesTest {
    @ParameterizedTest
    @EnumSource
    void a_rule_is_the_pattern_that_the_schemas_publish(TextRule rule) {
        var pattern = Pattern.compile(rule.pattern());
        var random = new Random(31);
        var alphabet = "aZ09._-/:@{}~^?*[]\\|!# \n\té😀%\u0000";

        for (int i = 0; i < 50_000; i++) {
            var text =
                    random.ints(random.nextInt(9), 0, alphabet.length())
                            .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
                            .collect(Collectors.joining());
            assertThat(rule.allows(text)).as("%s", text).isEqualTo(pattern.matcher(text).matches());
        }
        assertThat(rule.allows("a".repeat(rule.maxLength() + 1))).isFalse();
    }

    @Test
    void every_kind_of_event_has_a_name_a_topic_and_a_shape() {
        assertThat(Stream.of(EventType.values()).map(EventType::wireName)).doesNotHaveDuplicates();
        assertThat(leaves(Event.class).collect(Collectors.toSet()))
                .isEqualTo(
                        Stream.of(EventType.values())
                                .map(EventType::record)
                                .collect(Collectors.toSet()));
        assertThat(Stream.of(EventType.values()).map(Shapes::of)).doesNotContainNull();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventRulesTest::leaves)
                : Stream.of(type);
    }

    @Test
    void secrets_do_not_show_themselves() {
        var environment = new Environment(Map.of("TOKEN", "hunter2"));
        var launch = new Launch("run --token hunter2", environment, null);

        assertThat(
                        Stream.of(
                                        environment,
                                        launch,
                                        new FileContent.Text("hunter2"),
                                        new FileContent.Binary("aHVudGVyMg=="))
                                .map(Object::toString))
                .noneMatch(shown -> shown.contains("hunter2") || shown.contains("aHVudGVyMg"));
    }

    @Test
    void a_text_for_people_is_cut_and_never_stops_an_event() {
        var long_ = "😀".repeat(3000);
        var cause = new Cause(Cause.Kind.OPERATION, null, long_, null);
        var failed =
                new Lifecycle.Failed(
                        new Standing(
                                new SessionId("s"), 1, 1, SessionState.FAILED, null, null, cause),
                        new Advice("code", "broken \uD800 text", long_));

        var decoded = EventCodec.fromJson(EventCodec.toJson(envelope(failed)));

        var read = (Lifecycle.Failed) ((Decoded.Accepted) decoded).data();
        assertThat(read.advice().message()).isEqualTo("broken \uFFFD text");
        assertThat(read.advice().nextStep()).isEqualTo("😀".repeat(499) + "…");
        assertThat(read.standing().cause().evidence()).isEqualTo("😀".repeat(999) + "…");
    }

    @Test
    void an_event_that_its_schema_refuses_is_not_written() {
        var standing =
                new Standing(
                        new SessionId("s"),
                        1,
                        0,
                        SessionState.PAUSED,
                        null,
                        null,
                        new Cause(Cause.Kind.IDLE, null, null, null));

        assertThatThrownBy(
                        () ->
                                EventCodec.encode(
                                        envelope(new Lifecycle.Paused(standing, Instant.EPOCH))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionId("not allowed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("not allowed");
        assertThatThrownBy(() -> new SandboxUse.Activity(null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_change_of_settings_leaves_the_others_as_they_were() {
        var old =
                new Settings(
                        AutoPause.after(Duration.ofMinutes(10)),
                        WakeMode.MANUAL,
                        Priority.LOW,
                        3000,
                        null);
        var changes =
                new SessionRequest.Changes(
                        AutoPause.NEVER, null, Priority.HIGH, null, Duration.ofSeconds(30));

        assertThat(changes.appliedTo(old))
                .isEqualTo(
                        new Settings(
                                AutoPause.NEVER,
                                WakeMode.MANUAL,
                                Priority.HIGH,
                                3000,
                                Duration.ofSeconds(30)));
    }

    @Test
    void topics_are_as_the_design_says() {
        assertThat(Topic.all().stream().map(Topic::topicName))
                .containsExactly(
                        "sandkeeper.requests",
                        "sandkeeper.activity",
                        "sandkeeper.health",
                        "sandkeeper.git.requests",
                        "sandkeeper.git.results",
                        "sandkeeper.lifecycle",
                        "sandkeeper.status",
                        "sandkeeper.platform",
                        "sandkeeper.dead-letter");
        assertThat(Topic.STATUS.config())
                .isEqualTo(
                        Map.of(
                                "cleanup.policy", "compact",
                                "max.message.bytes", "2097152",
                                "min.cleanable.dirty.ratio", "0.1"));
        assertThat(Topic.DEAD_LETTER.config())
                .isEqualTo(
                        Map.of(
                                "cleanup.policy", "delete",
                                "max.message.bytes", "3145728",
                                "retention.ms", Long.toString(Duration.ofDays(30).toMillis())));
        assertThat(Topic.all().stream().filter(topic -> topic.direction() == Topic.Direction.IN))
                .allMatch(topic -> topic.defaultPartitions() == 64);
        assertThat(Topic.named("sandkeeper.status")).contains(Topic.STATUS);
        assertThat(Topic.named("other")).isEmpty();
    }

    private static Envelope<Event> envelope(Event event) {
        return new Envelope<>(new EventId("e"), URI.create("/tests"), Instant.EPOCH, null, event);
    }
}
