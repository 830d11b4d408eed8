package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Archives, ours and those of somebody who means no good. */
final class TarTest {
    private static final Instant WHOLE_SECOND = Instant.ofEpochSecond(1_700_000_000);

    @RepeatedTest(20)
    void what_is_written_is_read(RepetitionInfo repetition) throws IOException {
        var random = new Random(repetition.getCurrentRepetition());
        var files = files(random);

        assertThat(read(archive(files)))
                .as("seed %d", repetition.getCurrentRepetition())
                .containsExactlyInAnyOrderElementsOf(names(files));
    }

    @RepeatedTest(200)
    void a_damaged_one_is_read_or_refused_and_nothing_else(RepetitionInfo repetition)
            throws IOException {
        var seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        var bytes = archive(files(random));
        for (var count = 1 + random.nextInt(8); count > 0; count--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var cut = random.nextBoolean() ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;

        try {
            assertThat(read(cut)).as("seed %d", seed).hasSizeLessThan(100);
        } catch (Garbled | EOFException _) {
            // Refused.
        }
    }

    @Test
    void one_without_its_end_is_not_whole() throws IOException {
        var whole = archive(Map.of("a", new byte[700]));

        for (var length = 0; length < whole.length - TarHeader.BLOCK; length += 100) {
            var cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(cut));
        }
    }

    @Test
    void a_size_that_is_a_lie_is_refused() throws IOException {
        var bytes = archive(Map.of("a", new byte[10]));
        Arrays.fill(bytes, 124, 135, (byte) '7');

        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> read(bytes));
    }

    @Test
    void content_that_ends_too_early_spoils_no_archive() {
        var tar = new TarWriter(new ByteArrayOutputStream());

        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(
                        () ->
                                tar.file(
                                        "a",
                                        0644,
                                        10,
                                        WHOLE_SECOND,
                                        new ByteArrayInputStream(new byte[9])));
    }

    private static Map<String, byte[]> files(Random random) {
        var files = new HashMap<String, byte[]>();
        for (var count = random.nextInt(12); count >= 0; count--) {
            var name = new StringBuilder();
            for (var length = 1 + random.nextInt(300); length > 0; length--) {
                name.append((char) (1 + random.nextInt(255)));
            }
            var content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            files.put(name.toString(), content);
        }
        return files;
    }

    private static byte[] archive(Map<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        for (var file : files.entrySet()) {
            var content = file.getValue();
            tar.file(
                    file.getKey(),
                    0644,
                    content.length,
                    WHOLE_SECOND,
                    new ByteArrayInputStream(content));
        }
        tar.end();
        return out.toByteArray();
    }

    /** Each with its content's hash. */
    private static List<String> names(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .map(file -> file.getKey() + ' ' + Arrays.hashCode(file.getValue()))
                .toList();
    }

    private static List<String> read(byte[] bytes) throws IOException {
        var tar = new TarReader(new ByteArrayInputStream(bytes));
        var names = new ArrayList<String>();
        for (var member = tar.next(); member.isPresent(); member = tar.next()) {
            var content = tar.content().readAllBytes();
            names.add(member.get().name() + ' ' + Arrays.hashCode(content));
        }
        return names;
    }
}
