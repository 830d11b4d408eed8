package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Child;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.MappedWalk;
import io.sandkeeper.sandboxserver.linux.Namespaces;
import io.sandkeeper.sandboxserver.linux.ProcessTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cell without namespaces: its processes are the host's, known by a mark in their environment,
 * and find their home below the sandbox's folder.
 */
final class MappedCell implements Cell {
    private final String sandboxId;
    private final DataFolder data;
    private final ProcessTable host;
    private final FileTree files;
    private final Population population;
    private volatile boolean running = true;

    MappedCell(String sandboxId, Path own, DataFolder data, ProcessTable host) {
        this.sandboxId = sandboxId;
        this.data = data;
        this.host = host;
        var mapped =
                Map.of(
                        "/home", own.resolve("home").toString(),
                        "/root", own.resolve("root").toString(),
                        "/tmp", own.resolve("tmp").toString());
        this.files = new FileTree(new MappedWalk(mapped, data.path().toString()), false);
        this.population = new Population(host, process -> data.isMarked(process, sandboxId, host));
    }

    @Override
    public CellProcess run(Command command) throws IOException {
        requireRunning();
        Map<String, String> environment = new LinkedHashMap<>(command.environment());
        environment.computeIfPresent("HOME", (_, home) -> files.hostPathOf(home));
        environment.put("TMPDIR", files.hostPathOf("/tmp"));
        String mark = data.mark(sandboxId);
        environment.put(DataFolder.MARK, mark.substring(mark.indexOf('=') + 1));
        var mapped =
                new Command(
                        command.argv(),
                        environment,
                        files.hostPathOf(command.workingDirectory()),
                        command.user(),
                        command.stdin(),
                        command.terminal());
        return new SpawnedProcess(
                Child.start(
                        Launches.of(mapped, Namespaces.unchanged(), files, new Accounts.Same())));
    }

    private void requireRunning() throws IOException {
        if (!running) {
            throw new IOException("The sandbox is not running");
        }
    }

    @Override
    public FileTree files() throws IOException {
        requireRunning();
        return files;
    }

    @Override
    public Path onHost(String pathInside) throws IOException {
        return HostPaths.of(files, pathInside);
    }

    @Override
    public String inside(Path onHost) {
        return files.insideOf(onHost.toString());
    }

    @Override
    public SocketChannel connect(int port) throws IOException {
        requireRunning();
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public ServerSocketChannel listen(int port) throws IOException {
        requireRunning();
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void freeze() throws IOException {
        population.freeze();
    }

    @Override
    public void thaw() throws IOException {
        population.thaw();
    }

    @Override
    public Usage usage() throws IOException {
        return population.usage();
    }

    @Override
    public void stop() {
        running = false;
        try {
            data.killMarked(sandboxId, host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void restart() {
        running = true;
    }
}
