package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Child;
import io.sandkeeper.sandboxserver.linux.Identity;
import io.sandkeeper.sandboxserver.linux.Launch;
import io.sandkeeper.sandboxserver.linux.Namespaces;
import io.sandkeeper.sandboxserver.linux.UserNamespace;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how well this host can keep sandboxes apart, by trying. */
public final class Machines {
    private static final String TRIAL = "trial";

    private Machines() {}

    /**
     * Where the server is not root and the host allows user namespaces, starts the same Java
     * command again inside of one, in place of this process, and never returns. To be called first
     * of all in main.
     */
    public static void enterUserNamespace() {
        UserNamespace.enter();
    }

    /** The best that this host allows. */
    public static Machine open(Path dataFolder) throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new IOException("The sandbox server needs Linux");
        }
        DataFolder data = DataFolder.take(dataFolder);
        try {
            Optional<String> obstacle = UserNamespace.obstacle();
            if (obstacle.isPresent()) {
                return new MappedMachine(data, obstacle.get());
            }
            return namespaced(data);
        } catch (IOException | RuntimeException e) {
            return new MappedMachine(data, String.valueOf(e.getMessage()));
        }
    }

    /** One without isolation, as a host without namespaces has it. */
    static Machine mapped(Path dataFolder, String reason) throws IOException {
        return new MappedMachine(DataFolder.take(dataFolder), reason);
    }

    private static Machine namespaced(DataFolder data) throws IOException {
        loadWhatErrandsNeed();
        Accounts accounts =
                UserNamespace.hasManyUsers()
                        ? new Accounts.Real(Identity.containedPowers())
                        : new Accounts.Apparent();
        var image = SystemImage.build(data.fresh("image"), data.path());
        var machine = new NamespacedMachine(data, image, accounts);
        tryOut(machine, data.fresh(TRIAL));
        return machine;
    }

    /** A class that is missing in a sandbox's mount namespace cannot be loaded there. */
    private static void loadWhatErrandsNeed() throws IOException {
        var launch =
                new Launch(
                        Namespaces.unchanged(),
                        Identity.UNCHANGED,
                        List.of("/bin/true"),
                        List.of(),
                        "/",
                        new Launch.Streams.Pipes(false));
        Child.start(launch).end().join();
        SocketChannel.open().close();
        ServerSocketChannel.open().close();
    }

    /**
     * Does once what errands do in foreign namespaces later, the ways to fail included: so all is
     * loaded that they need, and what this host refuses shows now.
     */
    private static void tryOut(NamespacedMachine machine, Path folder) throws IOException {
        try {
            Cell cell = machine.start(TRIAL, folder);
            succeed(cell, "user");
            succeed(cell, "root");
            fail(() -> cell.run(command("/etc/passwd", "root")));
            fail(() -> cell.connect(9));
            try (var server = cell.listen(0)) {
                cell.connect(server.socket().getLocalPort()).close();
            }
        } finally {
            machine.erase(TRIAL, folder);
        }
    }

    private static void succeed(Cell cell, String user) throws IOException {
        try {
            CellProcess process = cell.run(command("true", user));
            CellProcess.Exit exit = process.await();
            if (!exit.equals(new CellProcess.Exit.Code(0))) {
                String error =
                        new String(process.error().readAllBytes(), StandardCharsets.UTF_8).strip();
                throw new IOException("a command fails as " + user + ": " + error);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Command command(String program, String user) {
        return new Command(List.of(program), Map.of(), "/", user, false, Optional.empty());
    }

    @FunctionalInterface
    private interface Attempt {
        Object make() throws IOException;
    }

    private static void fail(Attempt attempt) throws IOException {
        Object unexpected;
        try {
            unexpected = attempt.make();
        } catch (IOException _) {
            return;
        }
        throw new IOException("this host cannot be trusted to refuse: " + unexpected);
    }
}
