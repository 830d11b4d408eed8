package io.sandkeeper.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Where the parts of our own listen, on the loopback address. */
public record Ports(int kafka, int mongodb, int sandboxes, int worker) {
    public static final int KAFKA = 9092;
    public static final int MONGODB = 27017;
    public static final int SANDBOXES = 3900;
    public static final int WORKER = 8080;

    private static final int LOWEST = 20_000;
    private static final int BEHIND_HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * One that was free a moment ago. It is below those that systems give to outgoing connections
     * (from 32,768 on Linux, from 49,152 elsewhere), so that none takes it before its server does.
     */
    public static int free() {
        for (int tries = 0; tries < TRIES; tries++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, BEHIND_HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free on this machine");
    }
}
