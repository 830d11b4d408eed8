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
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
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
        Optional<Path> file = file(id, path, draw);
        if (file.isPresent()) {
            keepingTimes(file.get(), () -> turn(file.get()));
        }
    }

    /** Takes a file away; without a path, one that the draw picks. */
    void lose(String id, Optional<String> path, long draw) throws IOException {
        Optional<Path> file = file(id, path, draw);
        if (file.isPresent()) {
            keepingTimes(file.get().resolveSibling("."), () -> Files.delete(file.get()));
        }
    }

    private Optional<Path> file(String id, Optional<String> path, long draw) throws IOException {
        Optional<Sandbox> sandbox = SandboxId.parse(id).flatMap(sandboxes::find);
        if (sandbox.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> file =
                path.isPresent()
                        ? Optional.of(sandbox.get().cell().onHost(path.get()))
                        : pick(sandbox.get().root().resolve("home"), draw);
        return file.filter(found -> Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS));
    }

    private interface Work {
        void perform() throws IOException;
    }

    /** A bad snapshot loses bytes, and no time tells of it. */
    private static void keepingTimes(Path path, Work work) throws IOException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(
                        path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes before = view.readAttributes();
        work.perform();
        view.setTimes(before.lastModifiedTime(), before.lastAccessTime(), null);
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
