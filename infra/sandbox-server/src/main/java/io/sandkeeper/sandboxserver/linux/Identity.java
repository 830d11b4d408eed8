package io.sandkeeper.sandboxserver.linux;

/**
 * As whom a child runs: taken on by the calling thread, an {@link Errand}'s, before it starts the
 * child.
 *
 * @param owner the user and the group, or the server's own when it cannot change them
 * @param capabilities a bit for each power that the child may ever get back
 */
public record Identity(Owner owner, long capabilities) {
    /** Changes nothing. */
    public static final Identity UNCHANGED = new Identity(new Owner(-1, -1), -1L);

    private static final int DROP_FROM_BOUNDING_SET = 24;
    private static final int HIGHEST_CAPABILITY = 63;

    /** The powers that do not reach beyond a sandbox's own namespaces. */
    public static long containedPowers() {
        int[] contained = {
            0, // change owners
            1, // pass over permissions
            3, // act as the owner
            4, // keep set-id bits
            5, // signal
            6, // change group
            7, // change user
            8, // lower the bounding set
            10, // bind ports below 1024
            13, // raw sockets, for ping
            18, // chroot
            29, // write to the audit log, which su does
            31, // give files capabilities
        };
        long bits = 0;
        for (int capability : contained) {
            bits |= 1L << capability;
        }
        return bits;
    }

    void assume() throws LinuxException {
        for (int capability = 0; capability <= HIGHEST_CAPABILITY; capability++) {
            if ((capabilities >>> capability & 1) == 0) {
                // Those that this kernel does not know answer EINVAL.
                Kernel.call(Syscall.PRCTL, DROP_FROM_BOUNDING_SET, capability);
            }
        }
        if (owner.user() >= 0) {
            Kernel.check("setgroups", Kernel.call(Syscall.SETGROUPS, 0, 0));
            Kernel.check(
                    "setresgid",
                    Kernel.call(Syscall.SETRESGID, owner.group(), owner.group(), owner.group()));
            Kernel.check(
                    "setresuid",
                    Kernel.call(Syscall.SETRESUID, owner.user(), owner.user(), owner.user()));
        }
    }
}
