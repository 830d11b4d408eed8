package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.linux.Attributes;
import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.Directory;
import io.sandkeeper.sandboxserver.linux.FileStatus;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes files as the protocol does. Fields of no value are left out, as proto3 wants it. */
final class Entries {
    private static final Attributes METADATA = new Attributes("user.e2b.");

    private final FileTree files;

    Entries(FileTree files) {
        this.files = files;
    }

    Map<String, Object> of(String path) throws IOException {
        try (var link = files.link(path)) {
            return of(link, path);
        }
    }

    /** Depth first, each directory before what is in it, by name. */
    List<Map<String, Object>> below(String path, long depth) throws IOException {
        var all = new ArrayList<Map<String, Object>>();
        try (var directory = files.directory(path)) {
            collect(directory, path, depth, all);
        }
        return all;
    }

    private void collect(
            Directory directory, String path, long depth, List<Map<String, Object>> all)
            throws IOException {
        for (byte[] bytes : directory.names()) {
            var name = new String(bytes, StandardCharsets.UTF_8);
            var childPath = path.equals("/") ? "/" + name : path + "/" + name;
            try (var child = directory.child(bytes)) {
                all.add(of(child, childPath));
                if (depth > 1 && files.status(child).isDirectory()) {
                    try (var below = Directory.of(child)) {
                        collect(below, childPath, depth - 1, all);
                    }
                }
            } catch (LinuxException _) {
                // It has gone again since its name was read.
            }
        }
    }

    private Map<String, Object> of(Descriptor link, String path) throws IOException {
        var status = files.status(link);
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", path.substring(path.lastIndexOf('/') + 1));
        if (status.isLink()) {
            behindLink(status, path, entry);
        } else {
            kindAndMode(status, status, entry);
        }
        entry.put("path", path);
        if (status.size() > 0) {
            entry.put("size", Long.toString(status.size()));
        }
        entry.put("owner", Ownership.user(files, status.owner()));
        entry.put("group", Ownership.group(files, status.owner()));
        entry.put("modifiedTime", status.modified().toString());
        if (!status.isLink()) {
            var metadata = METADATA.of(link);
            if (!metadata.isEmpty()) {
                entry.put("metadata", metadata);
            }
        }
        return entry;
    }

    /** A link tells the kind and the mode of what it leads to; none when that is nothing. */
    private void behindLink(FileStatus link, String path, Map<String, Object> entry)
            throws IOException {
        var found = files.find(path);
        if (found.isEmpty()) {
            entry.put("permissions", Permissions.text(link));
            entry.put("symlinkTarget", path);
            return;
        }
        try (var target = found.get()) {
            kindAndMode(files.status(target), link, entry);
            entry.put("symlinkTarget", files.pathOf(target));
        }
    }

    private static void kindAndMode(FileStatus target, FileStatus own, Map<String, Object> entry) {
        switch (target.kind()) {
            case FILE -> entry.put("type", "FILE_TYPE_FILE");
            case DIRECTORY -> entry.put("type", "FILE_TYPE_DIRECTORY");
            case LINK, OTHER -> {}
        }
        if (target.permissions() != 0) {
            entry.put("mode", target.permissions());
        }
        entry.put("permissions", Permissions.text(own));
    }
}
