package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The files that a sandbox sees, worked on from outside. All paths are absolute. */
public final class FileTree {
    private static final int LINKS_AT_MOST = 40;

    private final PathWalk walk;

    /** Whether files can be given to users; not in a user namespace of one user. */
    private final boolean owners;

    public FileTree(PathWalk walk, boolean owners) {
        this.walk = walk;
        this.owners = owners;
    }

    /** What is there, behind links. */
    public Descriptor place(String path) throws IOException {
        return walk.open(path, Open.PLACE, 0);
    }

    /** What is there, a link itself. */
    public Descriptor link(String path) throws IOException {
        return walk.open(path, Open.PLACE | Open.NO_FOLLOW, 0);
    }

    public Optional<Descriptor> find(String path) throws IOException {
        try {
            return Optional.of(place(path));
        } catch (LinuxException e) {
            if (e.is(Errno.NO_ENTRY) || e.is(Errno.NOT_DIRECTORY)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether files can belong to different users here. */
    public boolean keepsOwners() {
        return owners;
    }

    public String pathOf(Descriptor place) throws IOException {
        return walk.pathOf(place);
    }

    public String hostPathOf(String path) {
        return walk.hostPathOf(path);
    }

    public String insideOf(String hostPath) {
        return walk.insideOf(hostPath);
    }

    public FileStatus status(Descriptor place) throws LinuxException {
        return FileStatus.of(place);
    }

    public String textOf(Descriptor link) throws LinuxException {
        return new String(Links.of(link), StandardCharsets.UTF_8);
    }

    /** A device file of the sandbox, for reading and writing. */
    public Descriptor device(String path) throws IOException {
        return walk.open(path, Open.READ_WRITE | Open.NO_TERMINAL, 0);
    }

    /**
     * Opens a plain file to be written from its beginning, and makes it when it is not there. Its
     * old content stays until the caller cuts it off.
     *
     * @return the file, which is never a FIFO, a device or a directory
     */
    public Descriptor writable(String path, Owner owner) throws IOException {
        int flags = Open.WRITE | Open.NON_BLOCKING | Open.NO_TERMINAL;
        for (int i = 0; i < LINKS_AT_MOST; i++) {
            try {
                var made = walk.open(path, flags | Open.CREATE | Open.EXCLUSIVE, 0644);
                give(made, owner);
                return made;
            } catch (LinuxException e) {
                if (!e.is(Errno.EXISTS)) {
                    throw e;
                }
            }
            Optional<Descriptor> existing = existing(path, flags);
            if (existing.isPresent()) {
                return existing.get();
            }
            path = targetOf(path);
        }
        throw new LinuxException(path, Errno.LOOP);
    }

    /** Nothing when it is a link to something that is not there yet. */
    private Optional<Descriptor> existing(String path, int flags) throws IOException {
        Optional<Descriptor> found = find(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (var place = found.get()) {
            switch (status(place).kind()) {
                case FILE -> refuseProcess(place);
                case DIRECTORY -> throw new LinuxException(path, Errno.IS_DIRECTORY);
                case LINK, OTHER -> throw new LinuxException(path, Errno.NOT_SUPPORTED);
            }
            return Optional.of(RootedWalk.openOnHost(place.path().toString(), flags));
        }
    }

    /**
     * The server has more rights than a sandbox's root: through /proc it could be made to write
     * into the memory of a process that the sandbox may not touch.
     */
    private void refuseProcess(Descriptor place) throws IOException {
        String path = pathOf(place);
        if (path.startsWith("/proc/")) {
            throw new LinuxException(path, Errno.ACCESS);
        }
    }

    private String targetOf(String path) throws IOException {
        try (var link = link(path)) {
            String text = textOf(link);
            return text.startsWith("/") ? text : parentOf(path) + "/" + text;
        }
    }

    /**
     * Makes a directory and its parents.
     *
     * @return whether it was not there before
     */
    public boolean makeDirectories(String path, Owner owner) throws IOException {
        Optional<Descriptor> existing = find(path);
        if (existing.isPresent()) {
            try (var place = existing.get()) {
                if (status(place).isDirectory()) {
                    return false;
                }
                throw new LinuxException(path, Errno.NOT_DIRECTORY);
            }
        }
        makeDirectories(parentOf(path), owner);
        try (var parent = directory(parentOf(path))) {
            byte[] name = nameOf(path);
            long result = parent.make(name, 0755);
            if (result == -Errno.EXISTS) {
                return false;
            }
            Kernel.check(path, result);
            try (var made = parent.child(name)) {
                give(made, owner);
            }
            return true;
        }
    }

    /** A directory that is there, behind links. */
    public Directory directory(String path) throws IOException {
        try (var place = walk.open(path, Open.PLACE | Open.DIRECTORY, 0)) {
            return Directory.of(place);
        }
    }

    public void move(String source, String target) throws IOException {
        try (var from = directory(parentOf(source));
                var to = directory(parentOf(target))) {
            Kernel.check(
                    source,
                    Directory.rename(
                            from.descriptor(), nameOf(source), to.descriptor(), nameOf(target)));
        }
    }

    /** Removes a file, a link or a whole directory; silent when there is nothing. */
    public void remove(String path) throws IOException {
        Optional<Descriptor> parent = find(parentOf(path));
        if (parent.isEmpty()) {
            return;
        }
        try (var place = parent.get()) {
            if (status(place).isDirectory()) {
                try (var directory = Directory.of(place)) {
                    directory.remove(nameOf(path));
                }
            }
        }
    }

    public void give(Descriptor place, Owner owner) throws IOException {
        int emptyPath = 0x1000;
        if (owners) {
            try (Arena arena = Arena.ofConfined()) {
                place.call(
                        "chown",
                        Syscall.FCHOWNAT,
                        Kernel.text(arena, "").address(),
                        owner.user(),
                        owner.group(),
                        emptyPath);
            }
        }
    }

    /** Gives a directory with all below it; links themselves, not what they lead to. */
    public void giveAll(String path, Owner owner) throws IOException {
        try (var directory = directory(path)) {
            giveAll(directory, owner);
        }
    }

    private void giveAll(Directory directory, Owner owner) throws IOException {
        give(directory.descriptor(), owner);
        for (byte[] name : directory.names()) {
            try (var child = directory.child(name)) {
                if (status(child).isDirectory()) {
                    try (var below = Directory.of(child)) {
                        giveAll(below, owner);
                    }
                } else {
                    give(child, owner);
                }
            }
        }
    }

    public void permit(Descriptor place, int mode) throws LinuxException {
        int here = -100;
        try (Arena arena = Arena.ofConfined()) {
            Kernel.check(
                    "chmod",
                    Kernel.call(
                            Syscall.FCHMODAT,
                            here,
                            Kernel.text(arena, place.path().toString()).address(),
                            mode));
        }
    }

    /** How large the file system of a place is. */
    public DiskSpace space(String path) throws IOException {
        try (Arena arena = Arena.ofConfined();
                var place = place(path)) {
            MemorySegment to = arena.allocate(256, 8);
            Kernel.check(
                    "statfs",
                    Kernel.call(
                            Syscall.STATFS,
                            Kernel.text(arena, place.path().toString()).address(),
                            to.address()));
            long block = to.get(ValueLayout.JAVA_LONG, 8);
            long total = to.get(ValueLayout.JAVA_LONG, 16) * block;
            return new DiskSpace(total, total - to.get(ValueLayout.JAVA_LONG, 24) * block);
        }
    }

    public record DiskSpace(long total, long used) {}

    public static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static byte[] nameOf(String path) throws LinuxException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new LinuxException(path, Errno.INVALID);
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
