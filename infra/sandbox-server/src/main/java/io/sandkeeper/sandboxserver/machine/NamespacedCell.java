package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Child;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.PathWalk;
import io.sandkeeper.sandboxserver.linux.ProcessTable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A cell with namespaces of its own, which a {@link Holder} holds. */
final class NamespacedCell implements Cell {
    private static final int HOLDER = 1;

    private final HolderStart start;
    private final Accounts accounts;
    private Optional<Inhabited> inhabited = Optional.empty();

    /** Makes a holder, the first one and those after each stop. */
    @FunctionalInterface
    interface HolderStart {
        Holder start() throws IOException;
    }

    private record Inhabited(Holder holder, FileTree files, Population population) {}

    NamespacedCell(HolderStart start, Accounts accounts) throws IOException {
        this.start = start;
        this.accounts = accounts;
        restart();
    }

    @Override
    public synchronized void restart() throws IOException {
        if (inhabited.isEmpty()) {
            Holder holder = start.start();
            var table = new ProcessTable(holder.files());
            inhabited =
                    Optional.of(
                            new Inhabited(
                                    holder,
                                    new FileTree(holder.files(), accounts.owners()),
                                    new Population(table, process -> process.pid() != HOLDER)));
        }
    }

    private synchronized Inhabited running() throws IOException {
        return inhabited.orElseThrow(() -> new IOException("The sandbox is not running"));
    }

    PathWalk walk() throws IOException {
        return running().holder().files();
    }

    int holderPid() throws IOException {
        return running().holder().pid();
    }

    @Override
    public CellProcess run(Command command) throws IOException {
        Inhabited cell = running();
        return new SpawnedProcess(
                Child.start(Launches.of(command, cell.holder().inside(), cell.files(), accounts)));
    }

    @Override
    public FileTree files() throws IOException {
        return running().files();
    }

    @Override
    public Path onHost(String pathInside) throws IOException {
        return HostPaths.of(files(), pathInside);
    }

    @Override
    public String inside(Path onHost) throws IOException {
        return files().insideOf(onHost.toString());
    }

    @Override
    public SocketChannel connect(int port) throws IOException {
        try {
            return connect(port, new byte[] {127, 0, 0, 1});
        } catch (ConnectException _) {
            // Some servers listen on the loopback of the newer protocol only.
            return connect(port, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        }
    }

    private SocketChannel connect(int port, byte[] address) throws IOException {
        SocketChannel channel = running().holder().inNetwork(SocketChannel::open);
        try {
            channel.connect(new InetSocketAddress(InetAddress.getByAddress(address), port));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel channel = running().holder().inNetwork(ServerSocketChannel::open);
        try {
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return channel.bind(new InetSocketAddress(loopback, port));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void freeze() throws IOException {
        running().population().freeze();
    }

    @Override
    public void thaw() throws IOException {
        running().population().thaw();
    }

    @Override
    public Usage usage() throws IOException {
        return running().population().usage();
    }

    @Override
    public synchronized void stop() {
        inhabited.ifPresent(cell -> cell.holder().close());
        inhabited = Optional.empty();
    }
}
