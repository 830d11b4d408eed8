package io.sandkeeper.sandboxserver.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What of a sandbox's folder is its files: laid down from a template, taken up for a snapshot. */
public final class Layers {
    private static final int GUEST_USER = 1000;
    private static final List<String> FOLDERS = List.of("home", "root", "tmp");

    private Layers() {}

    /**
     * A snapshot's files have their owners already; those of others belong to the sandbox's user.
     */
    public static void lay(Template template, Path root) throws IOException {
        for (Path layer : template.layers()) {
            for (String name : FOLDERS) {
                Path folder = layer.resolve(name);
                if (Files.isDirectory(folder)) {
                    boolean give =
                            !template.isSnapshot() && mayGiveAway(root) && !name.equals("root");
                    if (give) {
                        layForGuest(folder, root.resolve(name));
                    } else {
                        FolderCopy.copy(folder, root.resolve(name));
                    }
                }
            }
        }
    }

    /** Copies a sandbox's files to a folder that a template can have as its layer. */
    public static void take(Path root, Path layer) throws IOException {
        for (String name : FOLDERS) {
            Path folder = root.resolve(name);
            if (Files.isDirectory(folder)) {
                FolderCopy.copy(folder, layer.resolve(name));
            }
        }
    }

    private static void layForGuest(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                FolderCopy.copyFor(GUEST_USER, entry, to.resolve(entry.getFileName().toString()));
            }
        }
    }

    /** Only root may. What root makes belongs to root. */
    private static boolean mayGiveAway(Path made) throws IOException {
        return Files.getAttribute(made, "unix:uid").equals(0);
    }
}
