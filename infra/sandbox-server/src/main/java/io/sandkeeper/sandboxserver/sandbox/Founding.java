package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Cell;
import io.sandkeeper.sandboxserver.template.Layers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Makes a sandbox from nothing, or leaves nothing. */
final class Founding {
    private static final System.Logger LOG = System.getLogger(Founding.class.getName());

    private final Ground ground;
    private final Path folder;
    private final RandomNames names = new RandomNames();

    Founding(Ground ground, Path folder) {
        this.ground = ground;
        this.folder = folder;
    }

    Creation found(Blueprint blueprint) {
        SandboxId id = names.sandboxId();
        if (blueprint.timeout().compareTo(ground.rules().maxLifetime()) > 0) {
            return new Creation.Refused(Refusal.TIMEOUT_TOO_LONG);
        }
        if (!ground.slots().take(id)) {
            return new Creation.Refused(Refusal.TOO_MANY_RUNNING);
        }
        try {
            return new Creation.Created(build(id, blueprint));
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "a sandbox was not created", failed);
            ground.slots().giveBack(id);
            return new Creation.Failed(failed);
        }
    }

    private Sandbox build(SandboxId id, Blueprint blueprint) throws IOException {
        Path root = Files.createDirectory(folder.resolve(id.text()));
        try {
            Layers.lay(blueprint.template(), root);
            Cell cell = ground.machine().start(id.text(), root);
            try {
                return attach(
                        id,
                        blueprint,
                        new Habitat(ground.machine(), ground.attachments(), root, cell));
            } catch (IOException | RuntimeException failed) {
                cell.stop();
                throw failed;
            }
        } catch (IOException | RuntimeException failed) {
            ground.machine().erase(id.text(), root);
            throw failed;
        }
    }

    private Sandbox attach(SandboxId id, Blueprint blueprint, Habitat habitat) throws IOException {
        var profile =
                new Profile(
                        id,
                        blueprint.region(),
                        blueprint.template(),
                        blueprint.metadata(),
                        blueprint.environment(),
                        blueprint.wishes(),
                        names.tokens());
        Instant now = ground.time().instant();
        var running = new State.Running(now, now.plus(blueprint.timeout()));
        var sandbox = new Sandbox(profile, ground, habitat, blueprint.network(), running);
        sandbox.attach();
        return sandbox;
    }
}
