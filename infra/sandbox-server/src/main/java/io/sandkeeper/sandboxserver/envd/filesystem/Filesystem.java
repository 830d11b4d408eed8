package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.connect.Call;
import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.linux.Errno;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Map;

/** The service {@code filesystem.Filesystem}. */
public final class Filesystem {
    private final Watchers watchers = new Watchers();

    /**
     * Answers one call.
     *
     * @param user whose home relative paths start from, and who owns what is made
     */
    public void call(String method, Call call, String user) throws IOException, Fault {
        var message = call.message();
        var paths = Paths.of(user);
        switch (method) {
            case "Stat" -> call.answer(stat(call.guest(), path(message, "path", paths)));
            case "ListDir" -> call.answer(list(call.guest(), message, paths));
            case "MakeDir" -> call.answer(make(call.guest(), message, paths));
            case "Move" -> call.answer(move(call.guest(), message, paths));
            case "Remove" -> call.answer(remove(call.guest(), message, paths));
            case "WatchDir" -> watchers.stream(call, message, path(message, "path", paths));
            case "CreateWatcher" ->
                    call.answer(
                            watchers.create(call.guest(), message, path(message, "path", paths)));
            case "GetWatcherEvents" -> call.answer(watchers.drain(call.guest(), message));
            case "RemoveWatcher" -> call.answer(watchers.remove(call.guest(), message));
            default ->
                    throw new Fault(
                            Code.UNIMPLEMENTED, "filesystem.Filesystem has no method " + method);
        }
    }

    /** Its watchers ended with the sandbox, or with its pause of the files alone. */
    public void forget(String sandboxId) {
        watchers.forget(sandboxId);
    }

    private static Map<String, Object> stat(Guest guest, String path) throws IOException, Fault {
        try {
            return Map.of("entry", new Entries(guest.cell().files()).of(path));
        } catch (LinuxException refusal) {
            throw Faults.of(path, refusal);
        }
    }

    private static Map<String, Object> list(Guest guest, JsonNode message, Paths paths)
            throws IOException, Fault {
        var path = path(message, "path", paths);
        long depth = Math.max(1, message.path("depth").asLong(1));
        try {
            var entries = new Entries(guest.cell().files()).below(path, depth);
            return entries.isEmpty() ? Map.of() : Map.of("entries", entries);
        } catch (LinuxException refusal) {
            throw Faults.of(path, refusal);
        }
    }

    private static Map<String, Object> make(Guest guest, JsonNode message, Paths paths)
            throws IOException, Fault {
        var path = path(message, "path", paths);
        var files = guest.cell().files();
        try {
            if (!files.makeDirectories(path, paths.owner())) {
                throw new Fault(Code.ALREADY_EXISTS, "directory already exists: " + path);
            }
        } catch (LinuxException refusal) {
            throw Faults.of(path, refusal);
        }
        return stat(guest, path);
    }

    private static Map<String, Object> move(Guest guest, JsonNode message, Paths paths)
            throws IOException, Fault {
        var source = path(message, "source", paths);
        var destination = path(message, "destination", paths);
        var files = guest.cell().files();
        try {
            files.link(source).close();
            files.makeDirectories(FileTree.parentOf(destination), paths.owner());
            try {
                files.move(source, destination);
            } catch (LinuxException refusal) {
                if (!refusal.is(Errno.CROSS_DEVICE)) {
                    throw refusal;
                }
                Across.move(guest.cell(), source, destination);
            }
        } catch (LinuxException refusal) {
            throw Faults.of(source, refusal);
        }
        return stat(guest, destination);
    }

    private static Map<String, Object> remove(Guest guest, JsonNode message, Paths paths)
            throws IOException, Fault {
        var path = path(message, "path", paths);
        try {
            guest.cell().files().remove(path);
            return Map.of();
        } catch (LinuxException refusal) {
            throw Faults.of(path, refusal);
        }
    }

    private static String path(JsonNode message, String field, Paths paths) throws Fault {
        var text = message.path(field);
        if (!text.isMissingNode() && !text.isString()) {
            throw new Fault(Code.INVALID_ARGUMENT, field + " is not a text");
        }
        return paths.resolve(text.asString(""));
    }
}
