package io.sandkeeper.sandboxserver.envd.connect;

import io.sandkeeper.sandboxserver.sandbox.Connections;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The answering side of a stream. Safe for many threads; each message reaches the client at once.
 */
public final class Stream implements AutoCloseable {
    private static final byte MESSAGE = 0;
    private static final byte END = 2;

    private final OutputStream output;
    private final Connections.Registration registration;
    private boolean ended;
    private volatile boolean broken;

    Stream(OutputStream output, Runnable abort, Connections connections) {
        this.output = output;
        this.registration = connections.add(abort);
    }

    /** False when the client is gone: nothing more reaches it. */
    public synchronized boolean send(Object message) {
        if (ended || broken) {
            return false;
        }
        try {
            write(MESSAGE, Messages.write(message));
            return true;
        } catch (IOException _) {
            broken = true;
            return false;
        }
    }

    public boolean isBroken() {
        return broken;
    }

    public void end() throws IOException {
        finish(Map.of());
    }

    public void fail(Fault fault) throws IOException {
        finish(Map.of("error", fault.body()));
    }

    private synchronized void finish(Object trailer) throws IOException {
        if (!ended && !broken) {
            ended = true;
            write(END, Messages.write(trailer));
            output.close();
        }
    }

    private void write(byte flags, byte[] message) throws IOException {
        var envelope = ByteBuffer.allocate(Envelopes.HEAD + message.length);
        envelope.put(flags).putInt(message.length).put(message);
        output.write(envelope.array());
        output.flush();
    }

    @Override
    public void close() {
        registration.close();
    }
}
