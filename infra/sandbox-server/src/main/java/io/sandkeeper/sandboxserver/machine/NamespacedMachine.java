package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.ProcessTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps sandboxes apart by the kernel's namespaces. */
final class NamespacedMachine implements Machine {
    private final DataFolder data;
    private final SystemImage image;
    private final Accounts accounts;
    private final Map<String, NamespacedCell> cells = new ConcurrentHashMap<>();
    private final ProcessTable host = new ProcessTable(DataFolder.hostWalk());

    NamespacedMachine(DataFolder data, SystemImage image, Accounts accounts) {
        this.data = data;
        this.image = image;
        this.accounts = accounts;
    }

    @Override
    public Isolation isolation() {
        String how =
                accounts.owners()
                        ? "namespaces made by root; a sandbox's root has no power outside of it"
                        : "namespaces of an unprivileged user; all sandboxes' users are that user";
        return new Isolation(true, true, true, how);
    }

    @Override
    public Cell start(String sandboxId, Path root) throws IOException {
        Path own = root.toAbsolutePath();
        CellFolders.make(own, accounts.owners());
        var cell = new NamespacedCell(() -> hold(sandboxId, own), accounts);
        cells.put(sandboxId, cell);
        return cell;
    }

    private Holder hold(String sandboxId, Path own) throws IOException {
        Path bootId = data.bootId(sandboxId);
        Files.writeString(bootId, UUID.randomUUID() + "\n");
        Holder holder = Holder.start(image, own, bootId, accounts.owners());
        long started = host.entry(holder.pid()).map(ProcessTable.Entry::started).orElse(0L);
        data.records().write(new Records.Entry(sandboxId, holder.pid(), started, own));
        return holder;
    }

    @Override
    public void erase(String sandboxId, Path root) throws IOException {
        NamespacedCell cell = cells.remove(sandboxId);
        if (cell != null) {
            cell.stop();
        }
        data.erase(sandboxId, root);
    }

    @Override
    public void cleanUpAfterCrash() throws IOException {
        data.cleanUpAfterCrash(cells::containsKey, host);
    }

    @Override
    public void close() {
        cells.values().forEach(NamespacedCell::stop);
        cells.clear();
        data.close();
    }
}
