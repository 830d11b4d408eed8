package io.sandkeeper.sandboxserver.linux;

/** The error numbers that callers tell apart; the same on every Linux in use. */
public final class Errno {
    public static final int PERM = 1;
    public static final int NO_ENTRY = 2;
    public static final int NO_PROCESS = 3;
    public static final int INTERRUPTED = 4;
    public static final int IO = 5;
    public static final int AGAIN = 11;
    public static final int ACCESS = 13;
    public static final int EXISTS = 17;
    public static final int CROSS_DEVICE = 18;
    public static final int NOT_DIRECTORY = 20;
    public static final int IS_DIRECTORY = 21;
    public static final int INVALID = 22;
    public static final int NO_SPACE = 28;
    public static final int READ_ONLY = 30;
    public static final int BROKEN_PIPE = 32;
    public static final int NAME_TOO_LONG = 36;
    public static final int NO_SYSCALL = 38;
    public static final int NOT_EMPTY = 39;
    public static final int LOOP = 40;
    public static final int NO_DATA = 61;
    public static final int NOT_SUPPORTED = 95;
    public static final int QUOTA = 122;

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case PERM -> "operation not permitted";
            case NO_ENTRY -> "no such file or directory";
            case NO_PROCESS -> "no such process";
            case IO -> "input/output error";
            case ACCESS -> "permission denied";
            case EXISTS -> "file exists";
            case CROSS_DEVICE -> "invalid cross-device link";
            case NOT_DIRECTORY -> "not a directory";
            case IS_DIRECTORY -> "is a directory";
            case INVALID -> "invalid argument";
            case NO_SPACE -> "no space left on device";
            case READ_ONLY -> "read-only file system";
            case NAME_TOO_LONG -> "file name too long";
            case NO_SYSCALL -> "function not implemented";
            case NOT_EMPTY -> "directory not empty";
            case LOOP -> "too many levels of symbolic links";
            case NOT_SUPPORTED -> "operation not supported";
            case QUOTA -> "disk quota exceeded";
            default -> "error " + errno;
        };
    }
}
