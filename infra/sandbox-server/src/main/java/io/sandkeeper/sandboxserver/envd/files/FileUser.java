package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.linux.Owner;

import java.util.ArrayDeque;
import java.util.Deque;

/** For whom a file is read or written: its home and its numbers. */
record FileUser(String home, Owner owner) {
    private static final FileUser USER = new FileUser("/home/user", new Owner(1000, 1000));
    private static final FileUser ROOT = new FileUser("/root", Owner.ROOT);

    static FileUser named(String name) throws FileProblem {
        return switch (name) {
            case "", "user" -> USER;
            case "root" -> ROOT;
            default ->
                    throw new FileProblem(
                            401,
                            "error looking up user '%s': user: unknown user %s"
                                    .formatted(name, name));
        };
    }

    /** The absolute path that is meant, without dots; what is relative is relative to the home. */
    String resolve(String path) throws FileProblem {
        if (path.indexOf('\0') >= 0) {
            throw new FileProblem(400, "invalid path: it has a NUL");
        }
        if (path.isEmpty() || path.equals("~")) {
            return home;
        }
        if (path.startsWith("~/")) {
            return clean(home + path.substring(1));
        }
        if (path.startsWith("~")) {
            throw new FileProblem(
                    400, "invalid path '%s': cannot expand another user's home".formatted(path));
        }
        return clean(path.startsWith("/") ? path : home + "/" + path);
    }

    private static String clean(String absolute) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : absolute.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
