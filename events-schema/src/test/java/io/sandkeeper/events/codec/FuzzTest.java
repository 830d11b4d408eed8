package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FuzzTest {
    private static final String TOKENS = "{}[]\",:\\0-.eEtfn";
    private static final String SECRET = "hunter2-very-secret";

    @ParameterizedTest
    @EnumSource
    void no_bytes_make_the_codec_throw(EventType type) {
        long seed = type.stem().hashCode();
        var random = new Random(seed);
        var valid = Examples.json(type);
        int accepted = 0;
        int rejected = 0;

        for (int i = 0; i < 2000; i++) {
            var value = i % 20 == 0 ? valid : spoiled(valid, random);
            var headers =
                    i % 3 == 0 ? spoiled(Hostile.headers(type), random) : Hostile.headers(type);
            switch (EventCodec.decode(type.topic(), headers, value)) {
                case Decoded.Accepted(var envelope) -> {
                    accepted++;
                    assertThat(envelope.type().topic()).isEqualTo(type.topic());
                }
                case Decoded.Rejected(var rejection) -> {
                    rejected++;
                    assertThat(rejection.message()).as("seed %d, round %d", seed, i).isNotBlank();
                    assertThat(rejection.nextStep()).isNotBlank();
                }
            }
        }

        assertThat(accepted).isPositive();
        assertThat(rejected).isPositive();
    }

    @Test
    void no_bytes_make_one_json_object_throw() {
        var random = new Random(99);
        var valid = EventCodec.toJson(Examples.envelope(EventType.READY));

        for (int i = 0; i < 5000; i++) {
            assertThat(EventCodec.fromJson(spoiled(valid, random))).isNotNull();
        }
    }

    @Test
    void what_is_refused_never_shows_a_value() {
        var random = new Random(4711);
        var valid =
                Trees.utf8(Examples.json(EventType.SANDBOX_REQUESTED))
                        .replace("development", SECRET)
                        .replace("export default () => <h1>Hello</h1>", SECRET)
                        .replace("npm run dev", SECRET)
                        .replace("free", SECRET)
                        .getBytes(UTF_8);

        for (int i = 0; i < 20_000; i++) {
            var decoded =
                    EventCodec.decode(
                            Topic.REQUESTS,
                            Hostile.headers(EventType.SANDBOX_REQUESTED),
                            spoiled(valid, random));
            var said =
                    switch (decoded) {
                        case Decoded.Rejected rejected -> rejected.toString();
                        // Notes of the producer are not secret; they are published with the
                        // session.
                        case Decoded.Accepted(var envelope) ->
                                envelope.toString().replaceAll("metadata=\\{[^}]*}", "");
                    };
            assertThat(said).doesNotContain("hunter2");
        }
    }

    private static byte[] spoiled(byte[] valid, Random random) {
        var bytes = valid.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> bytes = without(bytes, at);
                case 3 -> bytes = twice(bytes, at, random);
                case 4 -> bytes[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at) {
        if (bytes.length == 1) {
            return bytes;
        }
        var shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
        return shorter;
    }

    private static byte[] twice(byte[] bytes, int at, Random random) {
        int length = Math.min(bytes.length - at, random.nextInt(1, 60));
        var longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }

    private static Headers spoiled(Headers valid, Random random) {
        var headers = new RecordHeaders();
        for (var header : valid) {
            switch (random.nextInt(12)) {
                case 0 -> headers.add(header.key(), null);
                case 1 -> headers.add(header.key(), new byte[0]);
                case 2 -> headers.add(header).add(header);
                case 3 -> {}
                case 4 -> headers.add(header.key(), spoiled(header.value(), random));
                default -> headers.add(header);
            }
        }
        return headers;
    }
}
