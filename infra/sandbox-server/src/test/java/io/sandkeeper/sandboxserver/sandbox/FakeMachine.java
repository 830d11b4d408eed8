package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.machine.Cell;
import io.sandkeeper.sandboxserver.machine.CellProcess;
import io.sandkeeper.sandboxserver.machine.Command;
import io.sandkeeper.sandboxserver.machine.Isolation;
import io.sandkeeper.sandboxserver.machine.Machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A machine whose cells only note what was done to them, and complain when it makes no sense. */
public final class FakeMachine implements Machine {
    final Map<String, FakeCell> cells = new ConcurrentHashMap<>();
    final AtomicBoolean failing = new AtomicBoolean();

    enum Life {
        ALIVE,
        FROZEN,
        STOPPED
    }

    @Override
    public Isolation isolation() {
        return new Isolation(false, false, false, "a fake");
    }

    @Override
    public Cell start(String sandboxId, Path root) throws IOException {
        failIfAsked();
        Files.createDirectories(root.resolve("home/user"));
        var cell = new FakeCell();
        cells.put(sandboxId, cell);
        return cell;
    }

    @Override
    public void erase(String sandboxId, Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void cleanUpAfterCrash() {
        cells.clear();
    }

    @Override
    public void close() {
        cells.values().forEach(FakeCell::stop);
    }

    long withLife(Life life) {
        return cells.values().stream().filter(cell -> cell.life == life).count();
    }

    private void failIfAsked() throws IOException {
        if (failing.get()) {
            throw new IOException("asked to fail");
        }
    }

    final class FakeCell implements Cell {
        private Life life = Life.ALIVE;

        synchronized Life life() {
            return life;
        }

        @Override
        public synchronized void freeze() throws IOException {
            failIfAsked();
            turn(Life.ALIVE, Life.FROZEN);
        }

        @Override
        public synchronized void thaw() throws IOException {
            failIfAsked();
            if (life != Life.ALIVE) {
                turn(Life.FROZEN, Life.ALIVE);
            }
        }

        @Override
        public synchronized void stop() {
            life = Life.STOPPED;
        }

        @Override
        public synchronized void restart() throws IOException {
            failIfAsked();
            turn(Life.STOPPED, Life.ALIVE);
        }

        private void turn(Life from, Life to) {
            if (life != from) {
                throw new IllegalStateException("asked for " + to + " while " + life);
            }
            life = to;
        }

        @Override
        public Usage usage() {
            return new Usage(1_000_000, 5_000_000_000L, 1);
        }

        @Override
        public CellProcess run(Command command) throws IOException {
            throw new IOException("a fake runs nothing");
        }

        @Override
        public Path onHost(String pathInside) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileTree files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String inside(Path onHost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketChannel connect(int port) throws IOException {
            return SocketChannel.open(address(port));
        }

        @Override
        public ServerSocketChannel listen(int port) throws IOException {
            return ServerSocketChannel.open().bind(address(port));
        }

        private static InetSocketAddress address(int port) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }
}
