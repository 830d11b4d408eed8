package io.sandkeeper.sandboxserver.faults;

import io.sandkeeper.sandboxserver.sandbox.KillReason;
import io.sandkeeper.sandboxserver.sandbox.Operation;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done to a sandbox itself. */
final class Damage {
    private final Sandboxes sandboxes;

    Damage(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** It is gone, and no event tells of it. */
    void kill(String id) {
        SandboxId.parse(id)
                .ifPresent(
                        parsed -> sandboxes.perform(parsed, new Operation.Kill(KillReason.UNTOLD)));
    }

    /** Turns every bit of the first bytes of a file; without a path, of one that the draw picks. */
    void corrupt(String id, Optional<String> path, long draw) throws IOException {
        Optional<Sandbox> sandbox = SandboxId.parse(id).flatMap(sandboxes::find);
        if (sandbox.isEmpty()) {
            return;
        }
        Optional<Path> file =
                path.isPresent()
                        ? Optional.of(sandbox.get().cell().onHost(path.get()))
                        : pick(sandbox.get().root().resolve("home"), draw);
        if (file.isPresent() && Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)) {
            turn(file.get());
        }
    }

    private static Optional<Path> pick(Path folder, long draw) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = tree.filter(Damage::canBeTurned).sorted().toList();
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(files.get(Math.floorMod(draw, files.size())));
        }
    }

    /** An empty file has nothing that could be wrong. */
    private static boolean canBeTurned(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && path.toFile().length() > 0;
    }

    private static void turn(Path file) throws IOException {
        byte[] start;
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            start = in.readNBytes(16);
        }
        for (int i = 0; i < start.length; i++) {
            start[i] = (byte) ~start[i];
        }
        try (var channel =
                Files.newByteChannel(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(ByteBuffer.wrap(start));
        }
    }
}
