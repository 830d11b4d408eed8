package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.Owner;

/**
 * What the owners of files are called in a sandbox. Where the host cannot tell them apart, all
 * files are the user's, as they would be elsewhere.
 */
final class Ownership {
    private static final String USER = "user";

    private Ownership() {}

    static String user(FileTree files, Owner owner) {
        return name(files, owner.user());
    }

    static String group(FileTree files, Owner owner) {
        return name(files, owner.group());
    }

    private static String name(FileTree files, int number) {
        if (!files.keepsOwners()) {
            return USER;
        }
        return switch (number) {
            case 0 -> "root";
            case 1000 -> USER;
            default -> Integer.toString(number);
        };
    }
}
