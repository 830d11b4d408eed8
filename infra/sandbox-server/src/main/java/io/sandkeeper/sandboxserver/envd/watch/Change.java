package io.sandkeeper.sandboxserver.envd.watch;

/**
 * Something that happened below a watched directory.
 *
 * @param name relative to the watched directory
 * @param path absolute, as the sandbox sees it
 */
public record Change(Kind kind, String name, String path) {
    public enum Kind {
        CREATE,
        WRITE,
        REMOVE,
        /** The name is the old one; the new one is a CREATE, if it is watched. */
        RENAME,
        CHMOD
    }
}
