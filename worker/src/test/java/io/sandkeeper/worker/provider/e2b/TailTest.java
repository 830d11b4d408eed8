package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

final class TailTest {
    @Test
    void keeps_all_of_a_little() {
        assertThat(tail(8, "ab", "", "cd")).isEqualTo("abcd");
        assertThat(tail(4, "ab", "cd")).isEqualTo("abcd");
    }

    @Test
    void keeps_the_newest_of_much() {
        assertThat(tail(4, "ab", "cde")).isEqualTo("bcde");
        assertThat(tail(4, "x", "abcdefghij")).isEqualTo("ghij");
    }

    @Test
    void begins_with_a_whole_character() {
        assertThat(tail(4, "a€b€")).isEqualTo("b€");
        assertThat(tail(5, "€€")).isEqualTo("€");
    }

    @Test
    void shows_what_is_no_text_as_such() {
        var tail = new Tail(4);

        tail.add(new byte[] {(byte) 0x80, 'a', (byte) 0xff});

        assertThat(tail.text()).isEqualTo("\ufffda\ufffd");
    }

    private static String tail(int most, String... pieces) {
        var tail = new Tail(most);
        for (var piece : pieces) {
            tail.add(piece.getBytes(StandardCharsets.UTF_8));
        }
        return tail.text();
    }
}
