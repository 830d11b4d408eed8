package io.sandkeeper.sandboxserver.linux;

/** The signals in use. */
public final class Signal {
    public static final int HANG_UP = 1;
    public static final int KILL = 9;
    public static final int TERMINATE = 15;
    public static final int CONTINUE = 18;
    public static final int STOP = 19;

    private Signal() {}
}
