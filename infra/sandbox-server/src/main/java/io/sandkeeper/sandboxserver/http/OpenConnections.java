package io.sandkeeper.sandboxserver.http;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of a server, so that the late and the idle ones can be dropped. */
final class OpenConnections {
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final int most;
    private volatile boolean closed;

    OpenConnections(int most) {
        this.most = most;
    }

    /**
     * Adds one, in place of the longest idle one if need be; false when all are at work, or at the
     * end.
     */
    boolean add(Connection connection) {
        if (connections.size() >= most && !dropLongestIdle()) {
            return false;
        }
        connections.add(connection);
        if (closed) {
            connections.remove(connection);
        }
        return !closed;
    }

    boolean dropLongestIdle() {
        Optional<Connection> longest =
                connections.stream()
                        .filter(Connection::isIdle)
                        .min(Comparator.comparingLong(Connection::idleSince));
        longest.ifPresent(Connection::close);
        return longest.isPresent();
    }

    void dropLate(long millis) {
        for (Connection connection : connections) {
            if (connection.missedDeadlineAt(millis)) {
                connection.close();
            }
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    int count() {
        return connections.size();
    }

    void closeAll() {
        closed = true;
        connections.forEach(Connection::reset);
    }
}
