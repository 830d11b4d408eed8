package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.machine.Machines;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.List;
import java.util.Optional;

/** The command. */
public final class Main {
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String... words) throws IOException {
        Machines.enterUserNamespace();
        Arguments arguments;
        try {
            arguments = Arguments.parse(List.of(words), environmentKey());
        } catch (Arguments.Misused misused) {
            fail(misused.getMessage() + "\n" + Arguments.HELP);
            return;
        }
        if (arguments.help()) {
            print(System.out, Arguments.HELP);
            return;
        }
        run(arguments);
    }

    private static Optional<String> environmentKey() {
        return Optional.ofNullable(System.getenv("E2B_API_KEY")).filter(key -> !key.isEmpty());
    }

    private static void run(Arguments arguments) {
        Options options = arguments.options();
        try {
            SandboxServer server = SandboxServer.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end"));
            print(System.out, Banner.of(server));
            if (arguments.exitWithParent()) {
                Thread.ofPlatform().daemon().name("parent").start(Main::endWithParent);
            }
            // Everything else runs on threads that do not keep the process alive.
            Thread.currentThread().join();
        } catch (BindException taken) {
            fail(
                    "port %d on %s is taken; choose another with --port"
                            .formatted(options.port(), options.host()));
        } catch (IOException | IllegalArgumentException failed) {
            fail(String.valueOf(failed.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(PrintStream.nullOutputStream());
        } catch (IOException broken) {
            print(System.err, "standard input broke: " + broken.getMessage());
        }
        System.exit(0);
    }

    private static void fail(String message) {
        print(System.err, message);
        System.exit(MISUSED);
    }

    private static void print(PrintStream stream, String text) {
        stream.println(text);
        stream.flush();
    }
}
