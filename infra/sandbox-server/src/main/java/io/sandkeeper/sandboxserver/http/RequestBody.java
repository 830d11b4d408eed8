package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request's body with its deadline; asks for it first when the client waits to be asked. */
final class RequestBody extends InputStream {
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream source;
    private final Outbound outbound;
    private final Deadlines deadlines;
    private final Duration stall;
    private boolean mustAsk;
    private boolean neverAsked;
    private boolean ended;

    RequestBody(
            Head head, Inbound inbound, Outbound outbound, Deadlines deadlines, HttpLimits limits) {
        this.source =
                switch (head.framing()) {
                    case Framing.None _ -> InputStream.nullInputStream();
                    case Framing.Length(long bytes) -> new LengthBody(inbound, bytes);
                    case Framing.Chunked _ -> new ChunkedBody(inbound, limits);
                };
        this.outbound = outbound;
        this.deadlines = deadlines;
        this.stall = limits.bodyStall();
        this.ended =
                switch (head.framing()) {
                    case Framing.None _ -> true;
                    case Framing.Length(long bytes) -> bytes == 0;
                    case Framing.Chunked _ -> false;
                };
        this.mustAsk = head.expectsContinue() && !ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return length == 0 ? 0 : -1;
        }
        if (mustAsk) {
            mustAsk = false;
            outbound.write(CONTINUE);
        }
        deadlines.readWithin(stall);
        int count = source.read(target, offset, length);
        deadlines.readWhenever();
        ended = count < 0;
        return count;
    }

    @Override
    public int available() throws IOException {
        return mustAsk || ended ? 0 : source.available();
    }

    /** Called when the answer begins: from then on it is too late to ask. */
    void askNoMore() {
        if (mustAsk) {
            mustAsk = false;
            ended = true;
            neverAsked = true;
        }
    }

    /**
     * Throws away what nobody read; false when that is too much, or nobody knows what comes next.
     */
    boolean drain(int most, Duration within) throws IOException {
        byte[] waste = new byte[4096];
        int drained = 0;
        while (!ended && drained <= most) {
            deadlines.readWithin(within);
            int count = source.read(waste);
            ended = count < 0;
            drained += Math.max(count, 0);
        }
        deadlines.readWhenever();
        return ended && !neverAsked;
    }
}
