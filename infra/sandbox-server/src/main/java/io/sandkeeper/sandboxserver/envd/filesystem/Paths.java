package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.linux.Owner;

import java.util.ArrayDeque;
import java.util.Deque;

/** Whose files are meant: the home that relative paths start from, and who owns what is made. */
record Paths(String home, Owner owner) {
    static Paths of(String user) {
        return user.equals("root")
                ? new Paths("/root", Owner.ROOT)
                : new Paths("/home/user", new Owner(1000, 1000));
    }

    /** The absolute path that is meant, without dots. */
    String resolve(String path) throws Fault {
        if (path.indexOf('\0') >= 0) {
            throw new Fault(Code.INVALID_ARGUMENT, "the path has a NUL in it");
        }
        if (path.startsWith("~") && !path.equals("~") && !path.startsWith("~/")) {
            throw new Fault(Code.INVALID_ARGUMENT, "cannot expand another user's home: " + path);
        }
        if (path.startsWith("/")) {
            return clean(path);
        }
        return clean(home + "/" + (path.startsWith("~") ? path.substring(1) : path));
    }

    private static String clean(String absolute) {
        Deque<String> parts = new ArrayDeque<>();
        for (var part : absolute.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
