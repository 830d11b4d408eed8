package io.sandkeeper.sandboxserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@DisplayName("The HTTP server")
@Timeout(30)
class HttpServerTest {
    private static final int CONNECTIONS = 40;

    private final SteppedTime time = new SteppedTime();
    private final HttpLimits limits =
            new HttpLimits(
                    64 * 1024,
                    100,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    CONNECTIONS,
                    1024);
    private final HttpServer server = new HttpServer(limits, time);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final List<RawClient> clients = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void listen() throws IOException {
        var socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) socket.getLocalAddress();
        server.serve(socket, this::handle);
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private void handle(Exchange exchange) throws IOException {
        switch (exchange.request().path()) {
            case "/echo" -> exchange.answer(200, new Headers(), exchange.body().readAllBytes());
            case "/unread" -> exchange.answer(413, new Headers(), text("no"));
            case "/stream" -> {
                OutputStream out = exchange.stream(200, Headers.of("X-A", "b"));
                out.write(text("one"));
                out.flush();
                out.write(text("two"));
                out.close();
            }
            case "/unfinished" -> {
                OutputStream out = exchange.stream(200, new Headers());
                out.write(text("one"));
                out.flush();
            }
            case "/short" -> {
                OutputStream out = exchange.stream(200, new Headers(), 10);
                out.write(text("one"));
                out.close();
            }
            case "/empty" -> exchange.answer(204, new Headers(), new byte[0]);
            case "/abort" -> exchange.abort();
            case "/silent" -> seen.add("silent");
            case "/bug" -> throw new IllegalStateException("a bug of the test");
            case "/split" -> exchange.answer(200, Headers.of("X", "a\r\nEvil: b"), new byte[0]);
            case "/tunnel" -> {
                try (Tunnel tunnel = exchange.tunnel()) {
                    tunnel.output().write(text("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
                    tunnel.input().transferTo(tunnel.output());
                    tunnel.closeOutput();
                }
            }
            case "/wait" -> {
                seen.add("waiting");
                seen.add(end(exchange.body()));
            }
            default -> exchange.answer(404, new Headers(), new byte[0]);
        }
    }

    private static String end(InputStream body) {
        try {
            body.readAllBytes();
            return "complete";
        } catch (IOException broken) {
            return "broken";
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private RawClient client() throws IOException {
        var client = new RawClient(address);
        clients.add(client);
        return client;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    @Test
    @DisplayName("answers request after request on one connection, also when they come at once")
    void keepsAlive() throws IOException {
        String post = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n";

        RawClient client = client().say(post + "ab" + post + "cd").say(post + "e").say("f");

        assertThat(client.hearUntil("ab")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(client.hearUntil("cd")).contains("Content-Length: 2\r\n");
        assertThat(client.hearUntil("ef")).contains("Date: Wed, 04 Mar 2026 05:06:07 GMT\r\n");
    }

    @Test
    @DisplayName("closes after the answer when the client asks for it, or speaks HTTP/1.0")
    void closesWhenAsked() throws IOException {
        assertThat(
                        client().say("GET /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                                .hearAll())
                .contains("Connection: close\r\n");
        assertThat(client().say("GET /stream HTTP/1.0\r\n\r\n").hearAll())
                .endsWith("\r\n\r\nonetwo")
                .doesNotContain("chunked");
    }

    @Test
    @DisplayName("takes a body in chunks that comes byte by byte")
    void takesChunks() throws IOException {
        RawClient client =
                client().say(
                                "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (char c : "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".toCharArray()) {
            client.say(String.valueOf(c));
        }

        assertThat(client.hearUntil("abcde")).startsWith("HTTP/1.1 200");
        assertThat(client.say(get("/empty")).hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");
    }

    @Test
    @DisplayName("streams an answer in chunks, a chunk for each flush")
    void streams() throws IOException {
        RawClient client = client().say(get("/stream"));

        assertThat(client.hearUntil("3\r\none\r\n"))
                .contains("Transfer-Encoding: chunked", "X-A: b");
        assertThat(client.hearUntil("0\r\n\r\n")).isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
    }

    @Test
    @DisplayName("asks for a body only when the handler wants it")
    void asksForTheBody() throws IOException {
        String expecting =
                " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";

        RawClient wanted = client().say("POST /echo" + expecting);
        assertThat(wanted.hearUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(wanted.say("ab").hearUntil("ab")).startsWith("HTTP/1.1 200");

        assertThat(client().say("POST /unread" + expecting).sayNoMore().hearAll())
                .startsWith("HTTP/1.1 413")
                .endsWith("no");
    }

    @Test
    @DisplayName(
            "keeps the connection after a small body that nobody read, and ends it after a large one")
    void drains() throws IOException {
        String unread = "POST /unread HTTP/1.1\r\nHost: h\r\nContent-Length: ";

        RawClient small = client().say(unread + "5\r\n\r\nabcde" + get("/empty"));
        assertThat(small.hearUntil("no")).startsWith("HTTP/1.1 413");
        assertThat(small.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");

        RawClient large = client().say(unread + "500000\r\n\r\n" + "x".repeat(500_000));
        assertThat(large.hearAll()).startsWith("HTTP/1.1 413").endsWith("no");
    }

    @Test
    @DisplayName("sends no body for HEAD and 204, and keeps the connection in step")
    void sendsNoBody() throws IOException {
        RawClient client = client().say("HEAD /unread HTTP/1.1\r\nHost: h\r\n\r\n" + get("/empty"));

        assertThat(client.hearUntil("\r\n\r\n")).contains("Content-Length: 2\r\n");
        assertThat(client.hearUntil("\r\n\r\n"))
                .startsWith("HTTP/1.1 204")
                .doesNotContain("Content-Length");
    }

    @Test
    @DisplayName("lets the client see that an answer is incomplete")
    void showsIncompleteAnswers() throws IOException {
        RawClient unfinished = client().say(get("/unfinished"));
        assertThat(unfinished.hearUntil("one\r\n")).startsWith("HTTP/1.1 200");
        assertThatThrownBy(unfinished::hearAll).isInstanceOf(SocketException.class);

        RawClient tooShort = client().say(get("/short"));
        assertThatThrownBy(tooShort::hearAll).isInstanceOf(SocketException.class);
    }

    @Test
    @DisplayName("resets a connection that a handler aborts")
    void aborts() throws IOException {
        RawClient client = client().say(get("/abort"));

        assertThatThrownBy(client::hearAll).isInstanceOf(SocketException.class);
    }

    @Test
    @DisplayName("answers a bug, and a handler that answers nothing, with a plain 500")
    void hidesBugs() throws IOException {
        assertThat(client().say(get("/bug")).hearAll())
                .startsWith("HTTP/1.1 500")
                .endsWith("{\"code\":500,\"message\":\"internal server error\"}");
        assertThat(client().say(get("/silent")).hearAll()).startsWith("HTTP/1.1 500");
        assertThat(client().say(get("/split")).hearAll()).doesNotContain("Evil");
    }

    @Test
    @DisplayName("answers what is not HTTP with 400 and closes")
    void rejects() throws IOException {
        assertThat(client().say("nonsense\r\n\r\n").hearAll())
                .startsWith("HTTP/1.1 400")
                .contains("{\"code\":400,\"message\":\"malformed request line\"}");
        assertThat(
                        client().say(
                                        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")
                                .hearAll())
                .startsWith("HTTP/1.1 400")
                .contains("malformed request body");
    }

    @Test
    @DisplayName("gives the bare connection away, with what was already sent on it")
    void tunnels() throws IOException {
        RawClient client = client().say(get("/tunnel") + "early");
        assertThat(client.hearUntil("early")).startsWith("HTTP/1.1 101");

        client.say("late").sayNoMore();

        assertThat(client.hearAll()).isEqualTo("late");
        awaitConnections(0);
    }

    @Test
    @DisplayName("drops a head, a body and an idle connection that take too long")
    void dropsTheLate() throws Exception {
        RawClient slowHead = client().say("GET / HT");
        RawClient slowBody =
                client().say("POST /wait HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        RawClient idle = client().say(get("/empty"));
        idle.hearUntil("\r\n\r\n");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("waiting");

        while (server.connections() > 0) {
            time.advance(Duration.ofMinutes(10));
            server.sweep();
        }

        assertThat(idle.hearsTheEnd()).isTrue();
        assertThat(slowHead.hearAll()).isEmpty();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("broken");
        assertThat(slowBody.hearAll()).isEmpty();
    }

    @Test
    @DisplayName("drops the longest idle connection when there are too many")
    void dropsTheIdle() throws IOException {
        RawClient first = client().say(get("/empty"));
        first.hearUntil("\r\n\r\n");
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            client();
        }
        RawClient last = client().say(get("/empty"));

        assertThat(last.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");
        assertThat(first.hearsTheEnd()).isTrue();
        assertThat(server.connections()).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    @DisplayName("lets go of everything when it closes")
    void closes() throws IOException {
        client().say(get("/empty")).hearUntil("\r\n\r\n");
        client().say("GET /");

        server.close();

        awaitConnections(0);
        assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    }

    /** The server notices an end in its own thread. */
    private void awaitConnections(int count) {
        while (server.connections() != count) {
            Thread.onSpinWait();
        }
    }
}
