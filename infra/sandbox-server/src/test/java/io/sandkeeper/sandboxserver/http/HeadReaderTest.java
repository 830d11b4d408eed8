package io.sandkeeper.sandboxserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

@DisplayName("A request head")
class HeadReaderTest {
    private static Head read(String text) throws Exception {
        var source = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        return new HeadReader(source, HttpLimits.USUAL).read(new InetSocketAddress(1));
    }

    private static int statusOf(String text) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> read(text));
        assertThat(rejected).as("rejection of %s", text).isNotNull();
        return rejected.status();
    }

    @Test
    @DisplayName("is taken apart without decoding anything")
    void isTakenApart() throws Exception {
        Head head =
                read("GET /a%2Fb?x=1&y=%20 HTTP/1.1\r\nHost: h\r\nX-A:  one \r\nx-a: two\r\n\r\n");

        assertThat(head.request().method()).isEqualTo("GET");
        assertThat(head.request().path()).isEqualTo("/a%2Fb");
        assertThat(head.request().query()).isEqualTo("x=1&y=%20");
        assertThat(head.request().headers().all("X-A")).containsExactly("one", "two");
        assertThat(head.framing()).isEqualTo(new Framing.None());
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    @DisplayName("may name its target in absolute or authority form")
    void knowsOtherTargets() throws Exception {
        assertThat(read("GET http://h:1/p?q HTTP/1.1\r\nHost: h\r\n\r\n").request().path())
                .isEqualTo("/p");
        assertThat(read("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").request().path())
                .isEqualTo("/");
        assertThat(read("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n").request().target())
                .isEqualTo("h:443");
    }

    @Test
    @DisplayName("tells the framing of the body")
    void tellsFraming() throws Exception {
        assertThat(read("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\n").framing())
                .isEqualTo(new Framing.Length(7));
        assertThat(
                        read("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n")
                                .framing())
                .isEqualTo(new Framing.Chunked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\nHost: h\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
                "GET /\t HTTP/1.1\r\nHost: h\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\nHost: h\n\n",
                "GET / HTTP/1.1\r\nHost: h\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nHost: g\r\n\r\n",
                "GET / HTTP/1.1\r\nX: y\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    @DisplayName("is refused with 400 when two parsers could differ about it")
    void isStrict(String text) {
        assertThat(statusOf(text)).isEqualTo(400);
    }

    @Test
    @DisplayName("is refused with its own status when it asks for what is not spoken here")
    void refusesOtherVersionsAndCodings() {
        assertThat(statusOf("PRI * HTTP/2.0\r\n\r\n")).isEqualTo(505);
        assertThat(
                        statusOf(
                                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
                .isEqualTo(501);
    }

    @Test
    @DisplayName("is refused with 431 when it is too large or has too many fields")
    void isBounded() {
        String start = "GET / HTTP/1.1\r\nHost: h\r\n";
        assertThat(statusOf(start + "X: " + "a".repeat(64 * 1024) + "\r\n\r\n")).isEqualTo(431);
        assertThat(statusOf(start + "X: y\r\n".repeat(100) + "\r\n")).isEqualTo(431);
        assertThat(statusOf("GET /" + "a".repeat(70_000))).isEqualTo(431);
    }

    @Test
    @DisplayName("that ends too early is an end, not an answer")
    void endsEarly() {
        assertThatThrownBy(() -> read("GET / HTTP/1.1\r\nHos")).isInstanceOf(EOFException.class);
    }
}
