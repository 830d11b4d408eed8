package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.ProcessTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs sandboxes as plain processes of the host, where it allows nothing better. */
final class MappedMachine implements Machine {
    private final DataFolder data;
    private final String reason;
    private final ProcessTable host = new ProcessTable(DataFolder.hostWalk());
    private final Map<String, MappedCell> cells = new ConcurrentHashMap<>();

    MappedMachine(DataFolder data, String reason) {
        this.data = data;
        this.reason = reason;
    }

    @Override
    public Isolation isolation() {
        return new Isolation(
                false,
                false,
                false,
                "none: sandboxes share the host's processes and network, since " + reason);
    }

    @Override
    public Cell start(String sandboxId, Path root) throws IOException {
        Path own = root.toAbsolutePath();
        CellFolders.make(own, false);
        data.records().write(new Records.Entry(sandboxId, 0, 0, own));
        var cell = new MappedCell(sandboxId, own, data, host);
        cells.put(sandboxId, cell);
        return cell;
    }

    @Override
    public void erase(String sandboxId, Path root) throws IOException {
        MappedCell cell = cells.remove(sandboxId);
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
        cells.values().forEach(MappedCell::stop);
        cells.clear();
        data.close();
    }
}
