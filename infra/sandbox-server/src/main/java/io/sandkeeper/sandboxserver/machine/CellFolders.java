package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.Owner;
import io.sandkeeper.sandboxserver.linux.RootedWalk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The folders of one sandbox on the host. */
final class CellFolders {
    private static final int OPEN_TO_ALL = 01777;
    private static final int PRIVATE = 0700;

    private CellFolders() {}

    /**
     * Makes those that are missing, and gives the sandbox's user his home when it came from a
     * template. Everything is done below the folder as a root of its own: a sandbox that starts
     * again may have put links there.
     */
    static void make(Path own, boolean owners) throws IOException {
        Files.createDirectories(own);
        try (var walk = new RootedWalk(own.toString(), Map.of())) {
            var tree = new FileTree(walk, owners);
            tree.makeDirectories("/home", Owner.ROOT);
            tree.makeDirectories("/home/user", Accounts.USER);
            if (tree.makeDirectories("/root", Owner.ROOT)) {
                permit(tree, "/root", PRIVATE);
            }
            tree.makeDirectories("/tmp", Owner.ROOT);
            permit(tree, "/tmp", OPEN_TO_ALL);
            if (owners && !ownerOf(tree, "/home/user").equals(Accounts.USER)) {
                tree.giveAll("/home/user", Accounts.USER);
            }
        }
    }

    private static void permit(FileTree tree, String path, int mode) throws IOException {
        try (var place = tree.place(path)) {
            tree.permit(place, mode);
        }
    }

    private static Owner ownerOf(FileTree tree, String path) throws IOException {
        try (var place = tree.place(path)) {
            return tree.status(place).owner();
        }
    }
}
