package io.sandkeeper.bench.stage;

import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that is measured, and the wire to it. Its first argument is the wire's port. */
public final class Performer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Child child;
    private final Wire wire;

    private Performer(Child child, Wire wire) {
        this.child = child;
        this.wire = wire;
    }

    static Performer start(
            StackFolder folder,
            String name,
            Class<?> main,
            List<String> options,
            List<String> words)
            throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(100);
            var arguments = new ArrayList<>(List.of(Integer.toString(server.getLocalPort())));
            arguments.addAll(words);
            var classPath = System.getProperty("java.class.path");
            var child =
                    folder.start(
                            name,
                            new JavaCommand(
                                    main.getName(), classPath, options, arguments, Map.of()));
            return new Performer(child, accept(server, child));
        }
    }

    private static Wire accept(ServerSocket server, Child child) throws IOException {
        while (true) {
            try {
                return new Wire(server.accept());
            } catch (SocketTimeoutException _) {
                if (!ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false)) {
                    throw new IOException("ended before it was ready: " + child.lastWords(20));
                }
            }
        }
    }

    public Wire wire() {
        return wire;
    }

    /** The same as hearing, but an end of the process is told with its last words. */
    public String hear() throws IOException {
        try {
            return wire.hear();
        } catch (IOException gone) {
            throw new IOException("ended: " + String.join("\n", child.lastWords(30)), gone);
        }
    }

    /** Keeps its output, which goes with the folder otherwise. */
    public void keepLog(Path target) throws IOException {
        Files.write(target, Files.readAllBytes(child.log()));
    }

    @Override
    public void close() throws IOException {
        wire.close();
        child.askToStop();
        try {
            if (!child.endsWithin(PATIENCE)) {
                child.kill();
            }
        } catch (InterruptedException _) {
            child.kill();
            Thread.currentThread().interrupt();
        }
    }
}
