package io.sandkeeper.local.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Asks whether a part serves yet. */
@FunctionalInterface
interface Probe {
    int PATIENCE_MILLIS = 2_000;

    boolean answers();

    static Probe port(String host, int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        };
    }

    static Probe local(int port) {
        return port(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    static Probe healthy(URI address) {
        return () -> {
            try {
                var connection = (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(PATIENCE_MILLIS);
                connection.setReadTimeout(PATIENCE_MILLIS);
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException notYet) {
                return false;
            }
        };
    }
}
