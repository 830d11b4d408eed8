package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;

/** One request and its answer on a connection. */
final class ConnectionExchange implements Exchange {
    private final Connection connection;
    private final Head head;
    private final RequestBody body;
    private final Outbound outbound;
    private final InstantSource time;
    private volatile boolean answered;
    private boolean keepAlive;
    private Optional<AnswerBody> stream = Optional.empty();

    ConnectionExchange(
            Connection connection,
            Head head,
            RequestBody body,
            Outbound outbound,
            InstantSource time) {
        this.connection = connection;
        this.head = head;
        this.body = body;
        this.outbound = outbound;
        this.time = time;
        this.keepAlive = head.keepAlive();
    }

    @Override
    public Request request() {
        return head.request();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void answer(int status, Headers headers, byte[] content) throws IOException {
        try (OutputStream out = stream(status, headers, content.length)) {
            out.write(content);
        }
    }

    @Override
    public OutputStream stream(int status, Headers headers) throws IOException {
        if (hasNoBody(status)) {
            return open(new AnswerBody.Nothing(outbound, head(status, headers, "")));
        }
        if (head.http10()) {
            return open(new AnswerBody.UntilClose(outbound, head(status, headers, "")));
        }
        byte[] start = head(status, headers, "Transfer-Encoding: chunked\r\n");
        return open(new AnswerBody.InChunks(outbound, start));
    }

    @Override
    public OutputStream stream(int status, Headers headers, long length) throws IOException {
        boolean neverHasBody = status < 200 || status == 204;
        byte[] start =
                head(status, headers, neverHasBody ? "" : "Content-Length: " + length + "\r\n");
        return open(
                hasNoBody(status)
                        ? new AnswerBody.Nothing(outbound, start)
                        : new AnswerBody.Sized(outbound, start, length));
    }

    @Override
    public Tunnel tunnel() {
        begin();
        keepAlive = false;
        return connection.giveAway();
    }

    @Override
    public void abort() {
        answered = true;
        connection.reset();
    }

    @Override
    public boolean answered() {
        return answered;
    }

    /** After the handler: whether another request may come on this connection. */
    boolean finish(HttpLimits limits) throws IOException {
        if (stream.isPresent() && !stream.get().complete()) {
            connection.reset();
            return false;
        }
        if (keepAlive && body.drain(limits.drainBytes(), limits.headTime())) {
            return true;
        }
        connection.closeGently();
        return false;
    }

    /**
     * When the handler failed: answers if that is still possible, else lets the client see a break.
     */
    void fail(int status, String message) throws IOException {
        if (answered) {
            connection.reset();
            return;
        }
        keepAlive = false;
        answer(
                status,
                Headers.of("Content-Type", "application/json"),
                ErrorBody.of(status, message));
    }

    private void begin() {
        if (answered) {
            throw new IllegalStateException("answered already");
        }
        answered = true;
        body.askNoMore();
    }

    private OutputStream open(AnswerBody opened) {
        begin();
        stream = Optional.of(opened);
        return opened;
    }

    private byte[] head(int status, Headers headers, String framing) {
        return AnswerHead.write(status, headers, framing, !keepAlive, time.instant());
    }

    private boolean hasNoBody(int status) {
        return head.request().method().equals("HEAD")
                || status < 200
                || status == 204
                || status == 304;
    }
}
