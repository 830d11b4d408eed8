package io.sandkeeper.sandboxserver.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Passes one exchange on over a connection that is used for nothing else, both bodies as they come.
 * One connection per request costs little on a loopback, and spares us every trap of reuse.
 */
public final class Relay {
    private static final int BUFFER = 32 * 1024;

    /** An upstream may think for as long as any real proxy would let it. */
    private static final Duration HEAD_DEADLINE = Duration.ofMinutes(10);

    /** What a client may take to notice an answer that came before its body was read. */
    private static final Duration LATE_BODY = Duration.ofSeconds(2);

    private final Exchange exchange;
    private final Socket upstream;
    private final InputStream input;
    private volatile @Nullable IOException clientFailure;

    private Relay(Exchange exchange, SocketChannel upstream) throws IOException {
        this.exchange = exchange;
        this.upstream = upstream.socket();
        this.upstream.setTcpNoDelay(true);
        this.upstream.setSoTimeout((int) HEAD_DEADLINE.toMillis());
        this.input = new BufferedInputStream(this.upstream.getInputStream(), BUFFER);
    }

    /**
     * Passes one on and answers it.
     *
     * @param target the request target for the upstream, in origin form
     * @param headers end-to-end fields for the upstream; those of the connection are replaced here
     * @throws UpstreamException when the upstream failed and nothing was answered yet
     */
    public static void pass(
            Exchange exchange, String target, Headers headers, SocketChannel upstream)
            throws IOException {
        try (upstream) {
            new Relay(exchange, upstream).pass(target, headers);
        }
    }

    private void pass(String target, Headers headers) throws IOException {
        var request = exchange.request();
        var body = RequestBody.of(request.headers());
        var upgrade = Upgrade.wanted(request.headers());
        sendHead(target, headers, body, upgrade);
        var sending = body == RequestBody.NONE ? null : send(body);
        try {
            var head = answerHead();
            if (head.status() == 101) {
                if (upgrade.isEmpty()) {
                    throw new UpstreamException("switched protocols without being asked");
                }
                tunnel(head);
            } else {
                answer(head);
            }
        } catch (IOException failure) {
            var cause = clientFailure;
            throw cause == null ? failure : cause;
        } finally {
            upstream.close();
            finish(sending);
        }
    }

    private void sendHead(
            String target, Headers headers, RequestBody body, Optional<String> upgrade)
            throws IOException {
        var request = exchange.request();
        var outgoing = HopByHop.without(headers);
        body.frame(request.headers(), outgoing);
        outgoing.add("Connection", upgrade.isPresent() ? "Upgrade" : "close");
        upgrade.ifPresent(protocol -> outgoing.add("Upgrade", protocol));
        write(upstream.getOutputStream(), request.method() + " " + target + " HTTP/1.1", outgoing);
    }

    private Thread send(RequestBody body) {
        return Thread.ofVirtual()
                .name("request body")
                .start(
                        () -> {
                            try {
                                body.copy(exchange.body(), new Guarded(upstream));
                            } catch (Guarded.Failure _) {
                                // The upstream has heard enough; what it says about that counts.
                            } catch (IOException failure) {
                                clientFailure = failure;
                                closeUpstream();
                            }
                        });
    }

    /** Interim answers end here: an {@link Exchange} sends one head only. */
    private ResponseHead answerHead() throws IOException {
        try {
            var head = ResponseHead.read(input);
            while (head.status() < 200 && head.status() != 101) {
                head = ResponseHead.read(input);
            }
            upstream.setSoTimeout(0);
            return head;
        } catch (UpstreamException failure) {
            throw failure;
        } catch (IOException failure) {
            throw new UpstreamException("no answer", failure);
        }
    }

    private void answer(ResponseHead head) throws IOException {
        var framing = Framing.of(exchange.request().method(), head.status(), head.headers());
        var headers = HopByHop.without(head.headers());
        switch (framing) {
            case Framing.None _ -> exchange.answer(head.status(), headers, new byte[0]);
            case Framing.Told(long bytes) -> exchange.stream(head.status(), headers, bytes).close();
            case Framing.Untold _ -> exchange.stream(head.status(), headers).close();
            case Framing.Length(long bytes) ->
                    copy(new Exactly(input, bytes), exchange.stream(head.status(), headers, bytes));
            case Framing.Chunked _ ->
                    copy(new ChunkedInput(input), exchange.stream(head.status(), headers));
            case Framing.UntilClose _ -> copy(input, exchange.stream(head.status(), headers));
        }
    }

    /** Whatever has come goes on at once: an event stream must not wait for a full buffer. */
    private void copy(InputStream from, OutputStream client) throws IOException {
        try {
            // A first flush before any body: a client may wait for the head alone.
            client.flush();
            var buffer = new byte[BUFFER];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                client.write(buffer, 0, read);
                client.flush();
            }
            client.close();
        } catch (IOException _) {
            // The head is out: all that is left is to let the client see that this is not the end.
            exchange.abort();
        }
    }

    private void tunnel(ResponseHead head) throws IOException {
        var client = exchange.tunnel();
        try {
            write(client.output(), "HTTP/1.1 101 " + head.reason(), head.headers());
        } catch (IOException _) {
            client.close();
            return;
        }
        Splice.join(client, upstream, input);
    }

    private static void write(OutputStream out, String firstLine, Headers headers)
            throws IOException {
        var text = new StringBuilder(firstLine).append("\r\n");
        headers.forEach((name, value) -> text.append(field(name, value)).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(ISO_8859_1));
        out.flush();
    }

    /** Some come from a sandbox's settings: none may smuggle a line in. */
    private static String field(String name, String value) {
        return (name + ": " + value).replaceAll("[\r\n\0]+", " ");
    }

    /** A client that goes on sending what nobody reads is cut, after it had time to read. */
    private void finish(@Nullable Thread sending) {
        if (sending == null) {
            return;
        }
        try {
            if (!sending.join(LATE_BODY)) {
                exchange.abort();
                sending.join();
            }
        } catch (InterruptedException _) {
            exchange.abort();
            Thread.currentThread().interrupt();
        }
    }

    private void closeUpstream() {
        try {
            upstream.close();
        } catch (IOException _) {
            // Nothing more can be done about it.
        }
    }
}
