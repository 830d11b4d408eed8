package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.machine.Cell;
import io.sandkeeper.sandboxserver.sandbox.Connections;
import io.sandkeeper.sandboxserver.sandbox.Guest;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A guest whose network is the loopback of the test itself, and that has no processes. */
public final class LoopbackGuest implements Guest, Connections {
    private final Set<Runnable> cuts = ConcurrentHashMap.newKeySet();
    private final Cell cell = networkOnly();
    private volatile NetworkPolicy network = NetworkPolicy.OPEN;

    public LoopbackGuest with(NetworkPolicy policy) {
        network = policy;
        return this;
    }

    /** What a pause does to connections. */
    public void cutAll() {
        cuts.forEach(Runnable::run);
    }

    public int open() {
        return cuts.size();
    }

    @Override
    public Registration add(Runnable cut) {
        cuts.add(cut);
        return () -> cuts.remove(cut);
    }

    @Override
    public String id() {
        return "iloopback";
    }

    @Override
    public String templateId() {
        return "base";
    }

    @Override
    public String accessToken() {
        return "access";
    }

    @Override
    public String trafficToken() {
        return "traffic";
    }

    @Override
    public Cell cell() {
        return cell;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public NetworkPolicy network() {
        return network;
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public Connections connections() {
        return this;
    }

    /** Only what these tests need of a cell; anything else is a mistake of the test. */
    private static Cell networkOnly() {
        return (Cell)
                Proxy.newProxyInstance(
                        Cell.class.getClassLoader(),
                        new Class<?>[] {Cell.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "connect" -> connect((int) arguments[0]);
                                    case "listen" -> listen((int) arguments[0]);
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
