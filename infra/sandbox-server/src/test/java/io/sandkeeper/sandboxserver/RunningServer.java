package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.egress.HostPort;
import io.sandkeeper.sandboxserver.machine.Isolation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole server in this process, on a free port and the best machine there is here. */
public final class RunningServer implements AutoCloseable {
    private final SandboxServer server;

    private RunningServer(SandboxServer server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param allowHosts what its sandboxes may reach, as {@code host:port}
     */
    public static RunningServer start(Path data, String... allowHosts) throws IOException {
        Set<HostPort> allowed =
                Stream.of(allowHosts).map(HostPort::parse).collect(Collectors.toSet());
        return new RunningServer(
                SandboxServer.start(
                        Options.usual()
                                .withPort(0)
                                .withData(data)
                                .withNetwork(new Options.Network(false, allowed))));
    }

    public URI url() {
        return server.uri();
    }

    public String key() {
        return server.apiKey();
    }

    public Isolation isolation() {
        return server.isolation();
    }

    @Override
    public void close() {
        server.close();
    }
}
