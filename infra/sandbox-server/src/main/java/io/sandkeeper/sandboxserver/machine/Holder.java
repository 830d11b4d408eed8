package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Child;
import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.Errand;
import io.sandkeeper.sandboxserver.linux.Identity;
import io.sandkeeper.sandboxserver.linux.Launch;
import io.sandkeeper.sandboxserver.linux.Mounts;
import io.sandkeeper.sandboxserver.linux.Namespaces;
import io.sandkeeper.sandboxserver.linux.RootedWalk;
import io.sandkeeper.sandboxserver.linux.Signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The first process of a sandbox, which holds its namespaces. All others end with it, and it ends
 * with the server, however that dies: it reads a pipe of which only the server has the other end.
 */
final class Holder implements AutoCloseable {
    /**
     * Mounts what only a process inside can mount, and then copies what it reads. Orphans come to
     * it; as it ignores their end, the kernel clears them away. (A shell cannot ignore that, it
     * says so and catches it.)
     */
    private static final String SCRIPT =
            "mount -t proc proc /proc && exec env --ignore-signal=CHLD cat";

    private static final String HOST_NAME = "e2b.local";

    private final Child process;
    private final Descriptor namespaces;
    private final RootedWalk files;

    private Holder(Child process, Descriptor namespaces, RootedWalk files) {
        this.process = process;
        this.namespaces = namespaces;
        this.files = files;
    }

    /**
     * @param own the sandbox's folder
     * @param bootId a file to be seen as the kernel's boot id
     */
    static Holder start(SystemImage image, Path own, Path bootId, boolean asRoot)
            throws IOException {
        var launch =
                new Launch(
                        new Furnishing(image, own, bootId, asRoot),
                        Identity.UNCHANGED,
                        List.of("/bin/sh", "-c", SCRIPT),
                        List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                        "/",
                        new Launch.Streams.Pipes(true));
        Child process = Child.start(launch);
        try {
            process.output().close();
            process.error().close();
            var hostPrefixes =
                    Map.of(
                            "/home", own.resolve("home").toString(),
                            "/root", own.resolve("root").toString(),
                            "/tmp", own.resolve("tmp").toString());
            return new Holder(
                    process,
                    Child.handleOf(process.pid()),
                    new RootedWalk("/proc/" + process.pid() + "/root", hostPrefixes));
        } catch (IOException | RuntimeException e) {
            process.signal(Signal.KILL);
            throw e;
        }
    }

    private record Furnishing(SystemImage image, Path own, Path bootId, boolean asRoot)
            implements Launch.Setting {
        /** What a sandbox's root could reach the host by, since it is the host's root, too. */
        private static final List<String> READ_ONLY =
                List.of("/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs");

        private static final List<String> MASKED =
                List.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/kpagecount");

        @Override
        public void enter() throws IOException {
            Namespaces.leaveFor(Namespaces.ALL);
            Namespaces.nameHost(HOST_NAME);
            Namespaces.bringUpLoopback();
            image.furnish(own);
        }

        @Override
        public void started(OutputStream input, InputStream output) throws IOException {
            input.write('\n');
            // What comes back shows that all is done that comes before the copying.
            if (output.read() < 0) {
                throw new IOException("The holder of a sandbox could not mount its /proc");
            }
            if (asRoot) {
                for (String path : READ_ONLY) {
                    if (there(path)) {
                        Mounts.bind(path, path);
                        Mounts.makeReadOnly(path);
                    }
                }
                for (String path : MASKED) {
                    if (there(path)) {
                        Mounts.bind("/dev/null", path);
                    }
                }
            }
            Mounts.bind(SystemImage.HOST + bootId, "/proc/sys/kernel/random/boot_id");
            SystemImage.leaveHost();
        }

        private static boolean there(String path) {
            return Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
        }
    }

    Launch.Setting inside() {
        return Namespaces.of(namespaces);
    }

    RootedWalk files() {
        return files;
    }

    /** Its pid as the host sees it. */
    int pid() {
        return process.pid();
    }

    /** Does something in the sandbox's network; what is opened there stays there. */
    <T> T inNetwork(Errand.Work<T> work) throws IOException {
        return Errand.run(
                () -> {
                    Namespaces.enter(namespaces, Namespaces.NETWORK);
                    return work.run();
                });
    }

    /** Ends it and with it every process of the sandbox; returns when they are gone. */
    @Override
    public void close() {
        try {
            process.signal(Signal.KILL);
            process.input().close();
        } catch (IOException _) {
            // It has ended by itself.
        }
        process.end().join();
        files.close();
        namespaces.close();
    }
}
