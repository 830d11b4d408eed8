package io.sandkeeper.sandboxserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

@DisplayName("A body in chunks")
class ChunkedBodyTest {
    private static InputStream source(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(String text) throws IOException {
        return new String(
                new ChunkedBody(source(text), HttpLimits.USUAL).readAllBytes(),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    @DisplayName("is put together, and its extensions and trailer are dropped")
    void isPutTogether() throws IOException {
        assertThat(read("3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"))
                .isEqualTo("abc0123456789");
    }

    @Test
    @DisplayName("is never read past its end")
    void leavesTheRest() throws IOException {
        InputStream source = source("1\r\na\r\n0\r\n\r\nGET");
        var body = new ChunkedBody(source, HttpLimits.USUAL);

        assertThat(body.readAllBytes()).hasSize(1);
        assertThat(body.read()).isEqualTo(-1);
        assertThat(new String(source.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\na",
                "g\r\na\r\n",
                "-1\r\na\r\n",
                "0x1\r\na\r\n",
                " 1\r\na\r\n",
                "1 \r\na\r\n",
                "1\na\n",
                "1\r\nab\r\n",
                "1\r\na\n0\r\n\r\n",
                "fffffffffffffffff\r\n",
                "1;x\ny\r\na\r\n",
                "0\r\nBad Trailer\r\n\r\n",
            })
    @DisplayName("is refused when it breaks its framing")
    void isStrict(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedBodyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5\r\nab", "2\r\nab\r\n", "2\r\nab\r\n0\r\n"})
    @DisplayName("that ends too early never looks complete")
    void endsEarly(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(EOFException.class);
    }

    @Test
    @DisplayName("has bounded extensions and trailers")
    void isBounded() {
        assertThatThrownBy(() -> read("1;" + "x".repeat(5000) + "\r\na\r\n0\r\n\r\n"))
                .isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> read("0\r\n" + "X: y\r\n".repeat(200) + "\r\n"))
                .isInstanceOf(MalformedBodyException.class);
    }
}
