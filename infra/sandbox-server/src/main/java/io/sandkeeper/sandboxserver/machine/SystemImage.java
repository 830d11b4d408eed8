package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.LinuxException;
import io.sandkeeper.sandboxserver.linux.Mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all sandboxes have in common: a root directory with the host's programs in it, read-only,
 * and nothing else of the host's. It is made once; a cell mounts it and its own folders into it.
 */
final class SystemImage {
    /** Programs and libraries, which a sandbox may read and run. */
    private static final List<String> SHARED =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "nix", "gnu");

    private static final List<String> OWN =
            List.of(
                    "home",
                    "root",
                    "tmp",
                    "proc",
                    "run",
                    "sys",
                    "mnt",
                    "media",
                    "srv",
                    "dev",
                    "dev/pts",
                    "dev/shm",
                    "dev/mqueue",
                    "var",
                    "var/log",
                    "var/lib",
                    "var/cache");

    private static final List<String> DEVICES =
            List.of("null", "zero", "full", "random", "urandom", "tty");

    /** Where the host's root hangs while a cell is furnished; an empty directory afterwards. */
    static final String HOST = "/mnt";

    private final Path root;
    private final Path data;
    private final List<String> binds;

    private SystemImage(Path root, Path data, List<String> binds) {
        this.root = root;
        this.data = data;
        this.binds = binds;
    }

    static SystemImage build(Path root, Path data) throws IOException {
        List<String> binds = new ArrayList<>();
        for (String name : OWN) {
            Files.createDirectories(root.resolve(name));
        }
        for (String name : SHARED) {
            Path original = Path.of("/", name);
            if (Files.isSymbolicLink(original)) {
                Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(original));
            } else if (Files.isDirectory(original)) {
                Files.createDirectories(root.resolve(name));
                binds.add("/" + name);
            }
        }
        for (String device : DEVICES) {
            Files.createFile(root.resolve("dev").resolve(device));
        }
        link(root, "dev/ptmx", "pts/ptmx");
        link(root, "dev/fd", "/proc/self/fd");
        link(root, "dev/stdin", "/proc/self/fd/0");
        link(root, "dev/stdout", "/proc/self/fd/1");
        link(root, "dev/stderr", "/proc/self/fd/2");
        link(root, "var/tmp", "/tmp");
        link(root, "var/run", "/run");
        HostSettings.copy(Path.of("/etc"), Files.createDirectories(root.resolve("etc")));
        return new SystemImage(root, data, List.copyOf(binds));
    }

    private static void link(Path root, String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    /**
     * Makes this the root of the calling thread's new mount namespace, with a sandbox's own folders
     * in it. The host's root hangs at {@link #HOST} until {@link #leaveHost()}.
     */
    void furnish(Path own) throws LinuxException {
        Mounts.makePrivate();
        String to = root.toString();
        Mounts.bind(to, to);
        Mounts.makeReadOnly(to);
        for (String shared : binds) {
            Mounts.bindAll(shared, to + shared);
            Mounts.makeReadOnly(to + shared);
            if (data.startsWith(shared)) {
                // The folders of all sandboxes are there, too.
                Mounts.fresh("tmpfs", to + data, "size=4k,mode=000");
            }
        }
        for (String device : DEVICES) {
            Mounts.bind("/dev/" + device, to + "/dev/" + device);
        }
        Mounts.fresh("devpts", to + "/dev/pts", "newinstance,ptmxmode=0666,mode=0620");
        Mounts.fresh("tmpfs", to + "/dev/shm", "mode=1777");
        Mounts.fresh("tmpfs", to + "/run", "mode=755");
        for (String folder : List.of("home", "root", "tmp")) {
            Mounts.bind(own.resolve(folder).toString(), to + "/" + folder);
        }
        Mounts.changeRoot(to, HOST);
    }

    static void leaveHost() throws LinuxException {
        Mounts.detach(HOST);
    }
}
