package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Cell;
import io.sandkeeper.sandboxserver.machine.Machine;
import io.sandkeeper.sandboxserver.template.Layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What of a sandbox is real: its cell, its folder, its connections. Does the deeds, one at a time.
 */
final class Habitat {
    private final Machine machine;
    private final Attachments attachments;
    private final Path root;
    private final Cell cell;
    private final ConnectionSet connections = new ConnectionSet();
    private volatile Optional<Attachment> attachment = Optional.empty();

    Habitat(Machine machine, Attachments attachments, Path root, Cell cell) {
        this.machine = machine;
        this.attachments = attachments;
        this.root = root;
        this.cell = cell;
    }

    void attach(Guest guest) throws IOException {
        attachment = Optional.of(attachments.attach(guest));
    }

    void carryOut(Deed deed, Guest guest) throws IOException {
        switch (deed) {
            case Deed.Suspend(Keep keep) -> suspend(keep);
            case Deed.Thaw _ -> {
                cell.thaw();
                connections.acceptAgain();
            }
            case Deed.Boot _ -> boot(guest);
            case Deed.CopyFiles(Path target) -> copy(target);
            case Deed.End _ -> end(guest);
        }
    }

    private void suspend(Keep keep) throws IOException {
        connections.cutAll();
        switch (keep) {
            case MEMORY -> freezeOrGoOn();
            case FILES -> {
                detach();
                cell.stop();
            }
        }
    }

    private void freezeOrGoOn() throws IOException {
        try {
            cell.freeze();
        } catch (IOException failed) {
            cell.thaw();
            connections.acceptAgain();
            throw failed;
        }
    }

    private void boot(Guest guest) throws IOException {
        detach();
        cell.stop();
        cell.restart();
        attach(guest);
        connections.acceptAgain();
    }

    private void copy(Path target) throws IOException {
        cell.freeze();
        try {
            Layers.take(root, target);
        } finally {
            cell.thaw();
        }
    }

    private void end(Guest guest) throws IOException {
        connections.cutAll();
        detach();
        cell.stop();
        machine.erase(guest.id(), root);
    }

    private void detach() {
        attachment.ifPresent(Attachment::close);
        attachment = Optional.empty();
    }

    Map<String, String> environment() {
        return attachment.map(Attachment::environment).orElseGet(Map::of);
    }

    Cell cell() {
        return cell;
    }

    Path root() {
        return root;
    }

    ConnectionSet connections() {
        return connections;
    }
}
