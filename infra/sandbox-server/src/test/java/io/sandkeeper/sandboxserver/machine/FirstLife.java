package io.sandkeeper.sandboxserver.machine;

import java.nio.file.Path;

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
        cell.freeze();
        cell.thaw();
        System.out.println(running.ask("awake"));
        System.out.println(ProcessHandle.current().descendants().count());
        System.in.read();
        machine.close();
    }
}
