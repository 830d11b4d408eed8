package io.sandkeeper.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where the parts of our own listen, on the loopback address. */
public record Ports(int kafka, int mongodb, int sandboxes, int worker) {
    public static final int KAFKA = 9092;
    public static final int MONGODB = 27017;
    public static final int SANDBOXES = 3900;
    public static final int WORKER = 8080;

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** One that was free a moment ago. */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no port is free on this machine", none);
        }
    }
}
