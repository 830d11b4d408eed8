package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Machine;
import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots and forks: real copies of a sandbox's files. Its processes are not copied; what is
 * started from a copy starts without any.
 */
public final class Copies {
    private final Sandboxes sandboxes;
    private final Templates templates;
    private final Machine machine;
    private final Path folder;
    private final InstantSource time;
    private final RandomNames names = new RandomNames();

    /** Keeps the copies in folders below the given one, which is made. */
    public Copies(
            Sandboxes sandboxes,
            Templates templates,
            Machine machine,
            Path folder,
            InstantSource time)
            throws IOException {
        this.sandboxes = sandboxes;
        this.templates = templates;
        this.machine = machine;
        this.folder = Files.createDirectories(folder);
        this.time = time;
    }

    /** A copy that was made, or why it was not. */
    public sealed interface Result {
        record Snapshot(Template template) implements Result {}

        /** One for each fork that was asked for. */
        record Forks(List<Creation> creations) implements Result {}

        record None(Outcome outcome) implements Result {}
    }

    /** Keeps the sandbox's files as a template. */
    public Result snapshot(SandboxId id, Optional<String> name) throws IOException {
        String snapshotId = names.snapshotId();
        Path layer = Files.createDirectory(folder.resolve(snapshotId));
        Outcome outcome = sandboxes.perform(id, new Operation.Snapshot(layer));
        if (!(outcome instanceof Outcome.Performed)) {
            machine.erase(String.valueOf(layer.getFileName()), layer);
            return new Result.None(outcome);
        }
        var template =
                new Template(
                        snapshotId,
                        List.of(name.map(Copies::fullName).orElse(snapshotId + ":default")),
                        List.of(layer),
                        Optional.empty(),
                        "/home/user",
                        time.instant(),
                        Optional.of(id.text()));
        templates.add(template);
        return new Result.Snapshot(template);
    }

    private static String fullName(String name) {
        String tagged = name.indexOf(':') < 0 ? name + ":default" : name;
        return Templates.TEAM + "/" + tagged;
    }

    public void delete(Template snapshot) throws IOException {
        templates.remove(snapshot);
        for (Path layer : snapshot.layers()) {
            machine.erase(String.valueOf(layer.getFileName()), layer);
        }
    }

    /** Creates sandboxes that are like this one, from its files as they are now. */
    public Result fork(SandboxId id, int count, Duration timeout) throws IOException {
        Path layer = Files.createDirectory(folder.resolve(names.snapshotId()));
        try {
            Outcome outcome = sandboxes.perform(id, new Operation.Fork(layer));
            Optional<Sandbox> original = sandboxes.find(id);
            if (!(outcome instanceof Outcome.Performed)) {
                return new Result.None(outcome);
            }
            if (original.isEmpty()) {
                return new Result.None(new Outcome.Refused(Refusal.UNKNOWN));
            }
            var forks = new ArrayList<Creation>();
            for (int i = 0; i < count; i++) {
                forks.add(sandboxes.create(like(original.get(), layer, timeout)));
            }
            return new Result.Forks(forks);
        } finally {
            machine.erase(String.valueOf(layer.getFileName()), layer);
        }
    }

    private static Blueprint like(Sandbox original, Path layer, Duration timeout) {
        Profile profile = original.profile();
        Template template = profile.template();
        var copied =
                new Template(
                        template.id(),
                        template.names(),
                        List.of(layer),
                        Optional.empty(),
                        template.workingDirectory(),
                        template.createdAt(),
                        Optional.of(original.id()));
        var wishes =
                new Wishes(
                        profile.wishes().pauseAtTimeout(),
                        profile.wishes().resumeOnTraffic(),
                        timeout);
        return new Blueprint(
                profile.region(),
                copied,
                profile.metadata(),
                profile.environment(),
                wishes,
                original.network(),
                timeout);
    }
}
