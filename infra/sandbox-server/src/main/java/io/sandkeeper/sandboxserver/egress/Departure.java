package io.sandkeeper.sandboxserver.egress;

import io.sandkeeper.sandboxserver.egress.Verdict.Deny;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** Connects to the world, past the border. */
final class Departure {
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Names names;

    Departure(Names names) {
        this.names = names;
    }

    /**
     * Resolves once and connects to what was judged, so that a name cannot change its mind between.
     *
     * @throws DeniedException when the border lets nothing through to there
     */
    SocketChannel connect(HostPort destination, Border border) throws IOException {
        if (border.judgeName(destination) instanceof Deny(var reason)) {
            throw new DeniedException(destination, reason);
        }
        var addresses = names.resolve(destination.host());
        if (border.judge(destination, addresses) instanceof Deny(var reason)) {
            throw new DeniedException(destination, reason);
        }
        return firstThatAnswers(destination, addresses);
    }

    private static SocketChannel firstThatAnswers(HostPort destination, List<InetAddress> addresses)
            throws IOException {
        IOException last = new ConnectException(destination + ": no address");
        for (var address : addresses) {
            var channel = SocketChannel.open();
            try {
                channel.socket()
                        .connect(
                                new InetSocketAddress(address, destination.port()),
                                (int) CONNECT.toMillis());
                return channel;
            } catch (IOException failure) {
                channel.close();
                last = failure;
            }
        }
        throw last;
    }
}
