package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Errno;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.Launch;
import io.sandkeeper.sandboxserver.linux.LinuxException;
import io.sandkeeper.sandboxserver.linux.Terminal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes commands ready to be started. */
final class Launches {
    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Launches() {}

    static Launch of(Command command, Launch.Setting setting, FileTree files, Accounts accounts)
            throws IOException {
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, program(command, files));
        List<String> environment = new ArrayList<>();
        command.environment().forEach((name, value) -> environment.add(name + "=" + value));
        return new Launch(
                setting,
                accounts.identity(command.user()),
                accounts.command(command.user(), argv),
                environment,
                command.workingDirectory(),
                streams(command, files, accounts));
    }

    private static Launch.Streams streams(Command command, FileTree files, Accounts accounts)
            throws IOException {
        if (command.terminal().isEmpty()) {
            return new Launch.Streams.Pipes(command.stdin());
        }
        var size = command.terminal().get();
        var owner = accounts.identity(command.user()).owner();
        Terminal terminal = Terminal.open(files.device("/dev/ptmx"), owner);
        terminal.resize(size.columns(), size.rows());
        return new Launch.Streams.OnTerminal(terminal);
    }

    /** Looks a bare name up where the command itself would, and any other one as it would. */
    private static String program(Command command, FileTree files) throws IOException {
        String name = command.argv().getFirst();
        if (name.contains("/")) {
            if (!isFile(files, resolve(command.workingDirectory(), name))) {
                throw new LinuxException(name, Errno.NO_ENTRY);
            }
            return name;
        }
        String path = command.environment().getOrDefault("PATH", DEFAULT_PATH);
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && isFile(files, folder + "/" + name)) {
                return folder + "/" + name;
            }
        }
        throw new LinuxException(name, Errno.NO_ENTRY);
    }

    private static String resolve(String directory, String name) {
        return name.startsWith("/") ? name : directory + "/" + name;
    }

    private static boolean isFile(FileTree files, String path) throws IOException {
        var found = files.find(path);
        if (found.isEmpty()) {
            return false;
        }
        try (var place = found.get()) {
            return files.status(place).isFile();
        }
    }
}
