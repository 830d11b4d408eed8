package io.sandkeeper.client;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Which Kafka is meant. */
final class Servers {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int USUAL_PORT = 9092;

    @Option(
            names = "--kafka",
            paramLabel = "<host:port>",
            defaultValue = "${env:SANDKEEPER_CLIENT_KAFKA:-127.0.0.1:9092}",
            description = "Which Kafka (default: SANDKEEPER_CLIENT_KAFKA, or 127.0.0.1:9092).")
    private String addresses = "127.0.0.1:" + USUAL_PORT;

    /**
     * The addresses, after one has answered. Kafka's own clients would try for a minute where a
     * person wants to know at once that nothing runs.
     */
    String answering() {
        for (var address : addresses.split(",", -1)) {
            if (answers(address.strip())) {
                return addresses;
            }
        }
        throw new Unavailable(
                "No Kafka answers at "
                        + addresses
                        + "; start the stack with ./sandkeeper up, or name another with --kafka"
                        + " <host:port>.");
    }

    private static boolean answers(String address) {
        var colon = address.lastIndexOf(':');
        var host = colon < 0 ? address : address.substring(0, colon);
        try (var socket = new Socket()) {
            var port = colon < 0 ? USUAL_PORT : Integer.parseInt(address.substring(colon + 1));
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException unreachable) {
            return false;
        }
    }
}
