package io.sandkeeper.sandboxserver.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;

/** One client's connection: request after request, on a virtual thread of its own. */
final class Connection implements Runnable {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_BYTES = 1 << 20;
    private static final long BUSY = Long.MAX_VALUE;

    private final SocketChannel channel;
    private final Handler handler;
    private final HttpLimits limits;
    private final InstantSource time;
    private final OpenConnections open;
    private final Deadlines deadlines;
    private final Inbound inbound;
    private final Outbound outbound;
    private volatile long idleSince;
    private boolean givenAway;

    Connection(
            SocketChannel channel,
            Handler handler,
            HttpLimits limits,
            InstantSource time,
            OpenConnections open) {
        this.channel = channel;
        this.handler = handler;
        this.limits = limits;
        this.time = time;
        this.open = open;
        this.deadlines = new Deadlines(time);
        this.inbound = new Inbound(channel);
        this.outbound = new Outbound(channel, deadlines, limits.writeStall());
        this.idleSince = time.millis();
    }

    @Override
    public void run() {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketAddress remote = channel.getRemoteAddress();
            while (serve(remote)) {
                inbound.rest();
                idleSince = time.millis();
            }
        } catch (IOException _) {
            reset(); // The client is gone or took too long; there is nobody to tell.
        } finally {
            if (!givenAway) {
                close();
            }
        }
    }

    private boolean serve(SocketAddress remote) throws IOException {
        deadlines.readWithin(limits.idle());
        if (!inbound.ready()) {
            return false;
        }
        idleSince = BUSY;
        deadlines.readWithin(limits.headTime());
        Head head;
        try {
            head = new HeadReader(inbound, limits).read(remote);
        } catch (Rejected rejected) {
            reject(rejected);
            return false;
        }
        deadlines.readWhenever();
        return handle(head);
    }

    private boolean handle(Head head) throws IOException {
        var body = new RequestBody(head, inbound, outbound, deadlines, limits);
        var exchange = new ConnectionExchange(this, head, body, outbound, time);
        try {
            handler.handle(exchange);
            if (!exchange.answered()) {
                exchange.fail(500, "the request was not answered");
            }
        } catch (MalformedBodyException malformed) {
            exchange.fail(400, "malformed request body");
        } catch (EOFException gone) {
            exchange.abort();
        } catch (IOException | UncheckedIOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "a request failed", failed);
            exchange.fail(500, "internal server error");
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "a request failed: " + head.request().path(), bug);
            exchange.fail(500, "internal server error");
        }
        return !givenAway && channel.isOpen() && exchange.finish(limits);
    }

    private void reject(Rejected rejected) throws IOException {
        byte[] content = ErrorBody.of(rejected.status(), String.valueOf(rejected.getMessage()));
        byte[] head =
                AnswerHead.write(
                        rejected.status(),
                        Headers.of("Content-Type", "application/json"),
                        "Content-Length: " + content.length + "\r\n",
                        true,
                        time.instant());
        outbound.write(head);
        outbound.write(content);
        closeGently();
    }

    Tunnel giveAway() {
        givenAway = true;
        deadlines.readWhenever();
        return new ChannelTunnel(this, inbound, outbound);
    }

    /** Closing while the client still sends would destroy the answer on its way. */
    void closeGently() throws IOException {
        closeOutput();
        deadlines.readWithin(LINGER);
        byte[] waste = new byte[4096];
        int drained = 0;
        for (int count = 0; count >= 0 && drained < LINGER_BYTES; drained += count) {
            count = inbound.read(waste);
        }
        close();
    }

    void closeOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes so that the client sees that something was lost. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException _) {
            // Closed already; then there is nothing left to reset.
        }
        close();
    }

    void close() {
        open.remove(this);
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close cleanly", failed);
        }
    }

    boolean missedDeadlineAt(long millis) {
        return deadlines.missedAt(millis);
    }

    boolean isIdle() {
        return idleSince != BUSY;
    }

    long idleSince() {
        return idleSince;
    }
}
