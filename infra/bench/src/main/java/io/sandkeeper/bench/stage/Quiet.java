package io.sandkeeper.bench.stage;

/** Keeps the clients' chatter out of the benchmark's own output. */
public final class Quiet {
    static final String PROPERTY = "logback.configurationFile";
    static final String FILE = "bench-logback.xml";

    private Quiet() {}

    /** Before anything logs. */
    public static void here() {
        System.setProperty(PROPERTY, FILE);
    }

    static String option() {
        return "-D" + PROPERTY + "=" + FILE;
    }
}
