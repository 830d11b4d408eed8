package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;

/** A system call that failed, and why. The message names the call and what it was about. */
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    public LinuxException(String what, int errno) {
        super(what + ": " + Errno.text(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    public boolean is(int number) {
        return errno == number;
    }

    /** The reason alone, in the words of the C library. */
    public String reason() {
        return Errno.text(errno);
    }
}
