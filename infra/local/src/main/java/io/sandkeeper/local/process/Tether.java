package io.sandkeeper.local.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs a main class so that it cannot outlive the process that started it.
 *
 * <p>The starter holds the other end of standard input. When it lets go, whether it asks for a stop
 * or was killed itself, this process exits as after SIGTERM, and by force if that takes too long.
 * The operating system closes the pipe in every case, so no other watch is needed.
 */
public final class Tether {
    /** For how many seconds an orderly end is waited for. */
    static final String PATIENCE_PROPERTY = "sandkeeper.tether.patience";

    private static final int PATIENCE_SECONDS = 8;

    private Tether() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        leaveTheTerminal();
        Thread.ofPlatform().daemon().name("tether").start(Tether::exitWhenCut);
        var main = Class.forName(arguments[0]).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException failure) {
            failure.getTargetException().printStackTrace();
            System.exit(1);
        }
    }

    /**
     * Starts a session of its own, so that Ctrl-C in a terminal reaches the starter alone, which
     * then stops its processes in order.
     */
    @SuppressWarnings("restricted") // Java has no other way to leave a terminal's process group.
    private static void leaveTheTerminal() {
        try {
            var linker = Linker.nativeLinker();
            var setsid = linker.defaultLookup().findOrThrow("setsid");
            int _ =
                    (int)
                            linker.downcallHandle(
                                            setsid, FunctionDescriptor.of(ValueLayout.JAVA_INT))
                                    .invokeExact();
        } catch (Throwable absent) {
            System.err.println(
                    "tether: no session of its own, Ctrl-C stops all at once: " + absent);
        }
    }

    private static void exitWhenCut() {
        try {
            int _ = System.in.read();
        } catch (IOException cut) {
            // A broken pipe says the same as its end.
        }
        var exit = Thread.ofPlatform().name("exit").start(() -> System.exit(0));
        try {
            exit.join(Duration.ofSeconds(Integer.getInteger(PATIENCE_PROPERTY, PATIENCE_SECONDS)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
