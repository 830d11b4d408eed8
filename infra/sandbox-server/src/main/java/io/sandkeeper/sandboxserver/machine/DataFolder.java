package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Directory;
import io.sandkeeper.sandboxserver.linux.LinuxException;
import io.sandkeeper.sandboxserver.linux.MappedWalk;
import io.sandkeeper.sandboxserver.linux.PathWalk;
import io.sandkeeper.sandboxserver.linux.ProcessTable;
import io.sandkeeper.sandboxserver.linux.Signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The machine's own files below the server's data folder. */
final class DataFolder implements AutoCloseable {
    /** Marks a sandbox's processes where no namespace holds them together. */
    static final String MARK = "SANDKEEPER_CELL";

    private final Path data;
    private final Path machine;
    private final Records records;
    private final FileChannel lock;

    private DataFolder(Path data, Path machine, FileChannel lock) throws IOException {
        this.data = data;
        this.machine = machine;
        this.lock = lock;
        this.records = new Records(machine.resolve("cells"));
        Files.createDirectories(machine.resolve("boot"));
    }

    /** Takes the folder for this server alone. */
    static DataFolder take(Path folder) throws IOException {
        Path data = Files.createDirectories(folder).toRealPath();
        Path machine = Files.createDirectories(data.resolve(".machine"));
        FileChannel lock =
                FileChannel.open(
                        machine.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException("Another sandbox server uses the data folder " + data);
        }
        return new DataFolder(data, machine, lock);
    }

    static PathWalk hostWalk() {
        return new MappedWalk(Map.of(), "/nowhere");
    }

    Path path() {
        return data;
    }

    Records records() {
        return records;
    }

    Path bootId(String sandboxId) {
        return machine.resolve("boot").resolve(sandboxId);
    }

    /** An empty folder of that name; what an earlier server left in it is gone. */
    Path fresh(String name) throws IOException {
        Path folder = machine.resolve(name);
        remove(folder);
        return Files.createDirectories(folder);
    }

    String mark(String sandboxId) {
        return MARK + "=" + machine + "/" + sandboxId;
    }

    void erase(String sandboxId, Path root) throws IOException {
        remove(root);
        Files.deleteIfExists(bootId(sandboxId));
        records.remove(sandboxId);
    }

    private static void remove(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        Path name = folder.getFileName();
        if (parent != null && name != null && Files.exists(parent)) {
            try (var directory = Directory.onHost(parent.toString())) {
                directory.remove(name.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    void cleanUpAfterCrash(Predicate<String> alive, ProcessTable host) throws IOException {
        for (Records.Entry entry : records.all()) {
            if (!alive.test(entry.sandboxId())) {
                killLeftOver(entry, host);
                erase(entry.sandboxId(), entry.root());
            }
        }
    }

    private void killLeftOver(Records.Entry entry, ProcessTable host) throws IOException {
        Optional<ProcessTable.Entry> holder = host.entry(entry.holder());
        if (holder.isPresent() && holder.get().started() == entry.started()) {
            host.signal(entry.holder(), Signal.KILL);
        }
        killMarked(entry.sandboxId(), host);
    }

    /** Kills what bears the sandbox's mark, until nothing does. */
    void killMarked(String sandboxId, ProcessTable host) throws IOException {
        boolean found = true;
        while (found) {
            found = false;
            for (ProcessTable.Entry process : host.entries()) {
                if (!process.isZombie() && isMarked(process, sandboxId, host)) {
                    host.signal(process.pid(), Signal.KILL);
                    found = true;
                }
            }
        }
    }

    boolean isMarked(ProcessTable.Entry process, String sandboxId, ProcessTable host) {
        try {
            String environment = host.environment(process.pid());
            return ("\0" + environment).contains("\0" + mark(sandboxId) + "\0");
        } catch (LinuxException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            remove(machine.resolve("image"));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
