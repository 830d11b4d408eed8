package io.sandkeeper.sandboxserver.envd.watch;

import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.Directory;
import io.sandkeeper.sandboxserver.linux.FileStatus;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.Inotify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches a directory, and those below it when asked to, until it is closed. Changes are told one
 * at a time, in their order, on a thread of its own.
 */
public final class Watch implements AutoCloseable {
    /** So many names that a scan has told are remembered, to tell none twice. */
    private static final int REMEMBERED = 10_000;

    private final FileTree files;
    private final String root;
    private final boolean recursive;
    private final Consumer<Change> listener;
    private final Inotify inotify;

    /** The directories by their watch, relative to the root, which is empty itself. */
    private final Map<Integer, String> directories = new HashMap<>();

    private final Set<String> told = new HashSet<>();
    private volatile boolean open = true;

    private Watch(
            FileTree files,
            String root,
            boolean recursive,
            Consumer<Change> listener,
            Inotify inotify) {
        this.files = files;
        this.root = root;
        this.recursive = recursive;
        this.listener = listener;
        this.inotify = inotify;
    }

    /**
     * Watches from now on: what happens after the return is told.
     *
     * @param path absolute, a directory that exists
     */
    public static Watch open(
            FileTree files, String path, boolean recursive, Consumer<Change> listener)
            throws IOException {
        var watch = new Watch(files, path, recursive, listener, Inotify.open());
        try {
            try (var place = files.place(path)) {
                watch.directories.put(watch.inotify.add(place), "");
                if (recursive) {
                    watch.followAllIn(place, "", Finding.KNOWN);
                }
            }
        } catch (IOException | RuntimeException failure) {
            watch.close();
            throw failure;
        }
        Thread.ofVirtual().name("watch").start(watch::listen);
        return watch;
    }

    /** Whether what a scan finds was there before, or has come up meanwhile. */
    private enum Finding {
        KNOWN,
        NEW
    }

    private void listen() {
        try {
            while (open) {
                for (var event : inotify.read()) {
                    handle(event);
                }
            }
        } catch (IOException _) {
            // Closed: nothing else makes reading fail.
        } finally {
            close();
        }
    }

    private void handle(Inotify.Event event) {
        var directory = directories.get(event.watch());
        if (event.is(Inotify.ENDED)) {
            directories.remove(event.watch());
        } else if (directory != null && !event.name().isEmpty()) {
            handle(event, below(directory, event.name()));
        }
    }

    private void handle(Inotify.Event event, String name) {
        if (event.is(Inotify.CREATED | Inotify.MOVED_HERE)) {
            // A scan of its new directory may have been faster.
            if (!told.remove(name)) {
                tell(Change.Kind.CREATE, name);
            }
            if (recursive && event.is(Inotify.DIRECTORY)) {
                follow(name);
            }
        } else if (event.is(Inotify.MOVED_AWAY)) {
            tell(Change.Kind.RENAME, name);
            forget(name);
        } else if (event.is(Inotify.DELETED)) {
            tell(Change.Kind.REMOVE, name);
        } else if (event.is(Inotify.WRITTEN)) {
            tell(Change.Kind.WRITE, name);
        } else if (event.is(Inotify.ATTRIBUTES)) {
            tell(Change.Kind.CHMOD, name);
        }
    }

    /** Watches a new directory first and looks into it then, so that nothing falls between. */
    private void follow(String name) {
        if (directories.containsValue(name)) {
            return; // A scan of the directory above was faster.
        }
        try (var place = files.place(root + "/" + name)) {
            if (files.status(place).isDirectory()) {
                directories.put(inotify.add(place), name);
                followAllIn(place, name, Finding.NEW);
            }
        } catch (IOException _) {
            // It has gone again, or the kernel's limit of watches is reached.
        }
    }

    private void followAllIn(Descriptor place, String name, Finding finding) throws IOException {
        try (var directory = Directory.of(place)) {
            for (byte[] bytes : directory.names()) {
                try (var child = directory.child(bytes)) {
                    found(child, below(name, text(bytes)), finding);
                } catch (IOException _) {
                    // It has gone again.
                }
            }
        }
    }

    private void found(Descriptor child, String name, Finding finding) throws IOException {
        var status = files.status(child);
        if (finding == Finding.NEW) {
            tellFound(status, name);
        }
        if (status.isDirectory()) {
            directories.put(inotify.add(child), name);
            followAllIn(child, name, finding);
        }
    }

    private void tellFound(FileStatus status, String name) {
        if (told.size() >= REMEMBERED) {
            told.clear();
        }
        told.add(name);
        tell(Change.Kind.CREATE, name);
        if (status.isFile() && status.size() > 0) {
            tell(Change.Kind.WRITE, name);
        }
    }

    /** A directory that went away takes its watches along, under names that are wrong by now. */
    private void forget(String name) {
        var gone =
                directories.entrySet().stream()
                        .filter(
                                it ->
                                        it.getValue().equals(name)
                                                || it.getValue().startsWith(name + "/"))
                        .map(Map.Entry::getKey)
                        .toList();
        gone.forEach(this::unwatch);
    }

    private void unwatch(int watch) {
        directories.remove(watch);
        try {
            inotify.remove(watch);
        } catch (IOException _) {
            // The directory has gone, and its watch with it.
        }
    }

    private void tell(Change.Kind kind, String name) {
        listener.accept(new Change(kind, name, root.equals("/") ? "/" + name : root + "/" + name));
    }

    private static String below(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** False when it was closed, or failed. */
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        inotify.close();
    }
}
