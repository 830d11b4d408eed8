package io.sandkeeper.sandboxserver.machine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server to be killed: starts a sandbox with a process in it, and says their pids. */
final class FirstLife {
    private FirstLife() {}

    public static void main(String[] arguments) throws Exception {
        Machines.enterUserNamespace();
        Path data = Path.of(arguments[0]);
        Machine machine =
                arguments[1].equals("mapped")
                        ? Machines.mapped(data, "the test says so")
                        : Machines.open(data);
        Cell cell = machine.start("one", data.resolve("one"));
        var shell = new Shell(cell, "user");
        Shell.Running running = shell.start("setsid sleep 1000 & whoami; exec cat");
        var isolation = machine.isolation();
        System.out.println(isolation.files() + " " + isolation.network() + " " + running.first());
        System.out.println(
                shell.output(
                        "echo > ~/x; echo $(stat -c %U /home/user/x) $(ls /proc/*/comm | wc -l)"));
        try (var _ = cell.listen(3000);
                var channel = cell.connect(3000)) {
            System.out.println("connected " + channel.isConnected());
        }
        CellProcess onTerminal =
                cell.run(
                        new Command(
                                List.of("/bin/sh", "-c", "tty; stty size; whoami"),
                                Map.of("PATH", Launches.DEFAULT_PATH),
                                "/home/user",
                                "user",
                                true,
                                Optional.of(new Command.TerminalSize(90, 20))));
        String shown = new String(onTerminal.output().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(shown.replaceAll("\\s+", " ").strip());
        cell.freeze();
        cell.thaw();
        System.out.println(running.ask("awake"));
        System.out.println(ProcessHandle.current().descendants().count());
        System.in.read();
        machine.close();
    }
}
