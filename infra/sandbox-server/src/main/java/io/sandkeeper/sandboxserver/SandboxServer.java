package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.envd.Envd;
import io.sandkeeper.sandboxserver.front.Daemon;
import io.sandkeeper.sandboxserver.machine.Isolation;
import io.sandkeeper.sandboxserver.machine.Machine;
import io.sandkeeper.sandboxserver.machine.Machines;
import io.sandkeeper.sandboxserver.template.Template;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A running sandbox server. Closing it ends every sandbox and leaves nothing. */
public final class SandboxServer implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Options options;
    private final int port;
    private final Closing closing;
    private final Isolation isolation;
    private final List<String> templates;

    private SandboxServer(
            Options options,
            int port,
            Closing closing,
            Isolation isolation,
            List<String> templates) {
        this.options = options;
        this.port = port;
        this.closing = closing;
        this.isolation = isolation;
        this.templates = templates;
    }

    /** Opens the machine that sandboxes are to run on, with a folder of its own. */
    @FunctionalInterface
    interface MachineOpener {
        Machine open(Path data) throws IOException;
    }

    /** Starts one on the best machine that this host allows. */
    public static SandboxServer start(Options options) throws IOException {
        return start(options, Machines::open, new Envd());
    }

    static SandboxServer start(Options options, MachineOpener machines, Daemon daemon)
            throws IOException {
        var closing = new Closing();
        try {
            // First of all: a taken port is the usual mistake, and nothing else has happened yet.
            ServerSocketChannel socket = closing.later(ServerSocketChannel.open());
            socket.bind(
                    new InetSocketAddress(InetAddress.getByName(options.host()), options.port()),
                    BACKLOG);
            int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
            DataFolder data = closing.later(DataFolder.open(options.data(), options.port()));
            Machine machine = closing.later(machines.open(data.root()));
            closing.later(() -> empty(machine, data));
            machine.cleanUpAfterCrash();
            empty(machine, data);
            var assembly =
                    new Assembly(options, port, data, machine, daemon, InstantSource.system());
            assembly.open(closing, socket);
            List<String> templates =
                    assembly.templates().all().stream().map(Template::id).sorted().toList();
            return new SandboxServer(options, port, closing, machine.isolation(), templates);
        } catch (IOException | RuntimeException failed) {
            closing.close();
            throw failed;
        }
    }

    private static void empty(Machine machine, DataFolder data) throws IOException {
        for (Path folder : List.of(data.sandboxes(), data.copies())) {
            if (Files.exists(folder)) {
                machine.erase(String.valueOf(folder.getFileName()), folder);
            }
        }
    }

    /**
     * The base address for the control plane, for daemons and for whatever has no host of its own.
     */
    public URI uri() {
        String host =
                options.host().indexOf(':') >= 0 ? "[" + options.host() + "]" : options.host();
        boolean any = options.host().equals("0.0.0.0") || options.host().equals("::");
        return URI.create("http://" + (any ? "127.0.0.1" : host) + ":" + port);
    }

    /** The base address of a control plane that has sandboxes of its own. */
    public URI uri(String region) {
        return URI.create(uri() + "/regions/" + region);
    }

    public String apiKey() {
        return options.apiKey();
    }

    /** What the addresses of sandboxes end with: {@code http://<port>-<id>.<domain>/}. */
    public String domain() {
        return options.domain().orElse("localhost:" + port);
    }

    public Isolation isolation() {
        return isolation;
    }

    List<String> templates() {
        return templates;
    }

    @Override
    public void close() {
        closing.close();
    }
}
