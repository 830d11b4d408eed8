package io.sandkeeper.sandboxserver.linux;

/** How a file is opened. */
public final class Open {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;

    /** Never makes a terminal the server's own. */
    public static final int NO_TERMINAL = 0x100;

    public static final int TRUNCATE = 0x200;
    public static final int NON_BLOCKING = 0x800;
    public static final int CLOSE_ON_EXEC = 0x80000;

    /** A place in the tree only: no permission needed, nothing happens to a device or a FIFO. */
    public static final int PLACE = 0x200000;

    public static final int DIRECTORY = Syscall.Architecture.HERE.directoryFlag;
    public static final int NO_FOLLOW = Syscall.Architecture.HERE.noFollowFlag;

    private Open() {}
}
