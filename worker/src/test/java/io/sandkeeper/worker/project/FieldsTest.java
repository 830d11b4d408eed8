package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Lists of a sandbox's tools. */
final class FieldsTest {
    @Test
    void a_path_that_is_too_long_hides_no_other() throws IOException {
        var longest = "./" + "d/".repeat(20_000) + "d";
        var list = line('d', longest, "") + line('f', "./a", "") + "end\0" + "0\0";
        var seen = new ArrayList<Seen>();

        var end = Seen.read(fields(list), seen::add);

        assertThat(end).isEqualTo(Seen.End.WHOLE);
        assertThat(seen).hasSize(2);
        assertThat(ProjectPath.wrong(seen.getFirst().path())).isPresent();
        assertThat(seen.getLast().path()).isEqualTo("a");
    }

    @Test
    void what_is_cut_is_known_to_be() throws IOException {
        var fields = fields("x".repeat(100_000) + "\0y\0");

        assertThat(Fields.isCut(fields.next().orElseThrow())).isTrue();
        assertThat(Fields.isCut(fields.next().orElseThrow())).isFalse();
        assertThat(fields.next()).isEmpty();
    }

    private static String line(char kind, String path, String target) {
        return String.join("\0", "r", "" + kind, "755", "1", "1.0", "1.0", path, target, "");
    }

    private static Fields fields(String text) {
        return new Fields(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
