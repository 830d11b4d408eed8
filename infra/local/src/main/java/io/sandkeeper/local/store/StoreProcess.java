package io.sandkeeper.local.store;

import java.io.UncheckedIOException;

/**
 * The embedded store in a process of its own: {@code StoreProcess <port>} prints {@code ready
 * <uri>} and runs until it is stopped.
 */
public final class StoreProcess {
    private StoreProcess() {}

    // The server's own threads keep the process alive after main has returned.
    public static void main(String[] args) {
        if (args.length != 1 || !args[0].matches("\\d{1,5}")) {
            System.err.println("usage: StoreProcess <port>, 0 for a free one");
            System.exit(2);
        }
        // The library tells of every connection that comes and goes.
        System.setProperty("org.slf4j.simpleLogger.log.de.bwaldvogel", "error");
        try {
            EmbeddedStore store = EmbeddedStore.start(Integer.parseInt(args[0]));
            Runtime.getRuntime().addShutdownHook(new Thread(store::close, "store-close"));
            System.out.println("ready " + store.uri());
        } catch (UncheckedIOException taken) {
            System.err.println(taken.getMessage());
            System.exit(1);
        }
    }
}
