package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.machine.Command;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a process is started in a sandbox: its user, its environment, its directory. */
final class Starts {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Starts() {}

    static Followed start(Guest guest, Order order, String user) throws Fault {
        var home = user.equals("root") ? "/root" : "/home/" + user;
        var directory = directory(guest, order, home);
        var argv = new ArrayList<String>();
        argv.add(order.command());
        argv.addAll(order.arguments());
        var command =
                new Command(
                        argv,
                        environment(guest, order, user, home),
                        directory,
                        user,
                        order.stdin() || order.terminal().isPresent(),
                        order.terminal());
        try {
            return new Followed(guest.cell().run(command), order);
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault(
                    Code.INVALID_ARGUMENT,
                    "could not start '%s': %s".formatted(order.command(), e.getMessage()));
        }
    }

    private static String directory(Guest guest, Order order, String home) throws Fault {
        var asked = order.directory().orElse(home);
        var path =
                asked.startsWith("/")
                        ? asked
                        : asked.equals("~") ? home : home + "/" + asked.replaceFirst("^~/", "");
        try {
            if (Files.isDirectory(guest.cell().onHost(path))) {
                return path;
            }
        } catch (IOException | InvalidPathException _) {
            // Said below.
        }
        throw new Fault(Code.INVALID_ARGUMENT, "cwd '%s' does not exist".formatted(path));
    }

    private static Map<String, String> environment(
            Guest guest, Order order, String user, String home) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", home);
        environment.put("USER", user);
        environment.put("LOGNAME", user);
        environment.put("E2B_SANDBOX", "true");
        environment.put("E2B_SANDBOX_ID", guest.id());
        environment.put("E2B_TEMPLATE_ID", guest.templateId());
        environment.putAll(guest.environment());
        environment.putAll(order.environment());
        return environment;
    }
}
