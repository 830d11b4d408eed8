package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.sandkeeper.events.EventType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** The published schemas and the readers say yes and no to the same data. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SchemaEquivalenceTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<EventType, Schema> SCHEMAS = new EnumMap<>(EventType.class);

    @ParameterizedTest
    @EnumSource
    void both_accept_the_example(EventType type) {
        var example = Trees.read(Examples.json(type));

        assertThat(schema(type).validate(example)).isEmpty();
        assertThat(refusal(type, example)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void both_judge_every_single_mutation_alike(EventType type) {
        var example = Trees.read(Examples.json(type));

        long judged =
                Stream.concat(
                                Mutations.everyOne(example, schema(type).getSchemaNode()),
                                Mutations.swollen(example))
                        .peek(mutated -> judgeAlike(type, mutated))
                        .filter(mutated -> refusal(type, mutated) != null)
                        .count();

        assertThat(judged).as("mutations that are refused").isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void both_judge_seeded_mixtures_alike(EventType type) {
        long seed = type.stem().hashCode();
        var random = new Random(seed);
        var example = Trees.read(Examples.json(type));

        for (int i = 0; i < 300; i++) {
            judgeAlike(type, Mutations.some(example, random));
        }
    }

    @Test
    void the_comparison_notices_a_difference() {
        var other = Trees.read(Examples.json(EventType.PAUSE_WARNING));

        assertThat(schema(EventType.PAUSED).validate(other)).isNotEmpty();
        assertThat(refusal(EventType.PAUSED, other))
                .isEqualTo(
                        new Rejection(
                                "/pausedAt", Rule.MISSING, "is missing", "send it: Since when."));
    }

    private static void judgeAlike(EventType type, JsonNode data) {
        var errors = schema(type).validate(data);
        var refusal = refusal(type, data);
        if (refusal != null && refusal.message().equals("is not base64")) {
            // No schema can count to four over a long text; the reader is stricter here, and only
            // here.
            return;
        }
        assertThat(errors.isEmpty())
                .as(
                        "%s %s: the schema says %s, the reader says %s",
                        type, clipped(data), errors, refusal)
                .isEqualTo(refusal == null);
    }

    private static String clipped(JsonNode data) {
        var text = data.toString();
        return text.length() > 2000 ? text.substring(0, 2000) : text;
    }

    private static Schema schema(EventType type) {
        return SCHEMAS.computeIfAbsent(
                type,
                _ ->
                        REGISTRY.getSchema(
                                Trees.read(
                                        Examples.resource(
                                                "/io/sandkeeper/events/schema/"
                                                        + SchemaFile.name(type)))));
    }

    private static @Nullable Rejection refusal(EventType type, JsonNode data) {
        var json = Trees.MAPPER.writeValueAsBytes(data);
        try {
            Shapes.of(type).read(json, 0, json.length);
            return null;
        } catch (Refused refused) {
            return refused.rejection();
        }
    }
}
