package io.sandkeeper.sandboxserver.linux;

import java.util.Locale;

/** The system calls in use, with their numbers on the two kinds of machine that are supported. */
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    IOCTL(16, 29),
    SOCKET(41, 198),
    EXECVE(59, 221),
    KILL(62, 129),
    FCNTL(72, 25),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    UMASK(95, 166),
    GETUID(102, 174),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    STATFS(137, 43),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SETHOSTNAME(170, 161),
    SETXATTR(188, 5),
    GETXATTR(191, 8),
    LISTXATTR(194, 11),
    REMOVEXATTR(197, 14),
    GETDENTS64(217, 61),
    EPOLL_CTL(233, 21),
    WAITID(247, 95),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_RM_WATCH(255, 28),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    RENAMEAT(264, 38),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    UNSHARE(272, 97),
    EPOLL_PWAIT(281, 22),
    EPOLL_CREATE1(291, 20),
    DUP3(292, 24),
    PIPE2(293, 59),
    INOTIFY_INIT1(294, 26),
    SETNS(308, 268),
    STATX(332, 291),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434),
    OPENAT2(437, 437);

    private final int onX86;
    private final int onArm;

    Syscall(int onX86, int onArm) {
        this.onX86 = onX86;
        this.onArm = onArm;
    }

    long number() {
        return Architecture.HERE == Architecture.ARM_64 ? onArm : onX86;
    }

    /** What differs between the two in numbers and layouts. */
    enum Architecture {
        X86_64(0x10000, 0x20000, 4),
        ARM_64(0x4000, 0x8000, 8);

        static final Architecture HERE =
                System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64")
                        ? ARM_64
                        : X86_64;

        final int directoryFlag;
        final int noFollowFlag;

        /** Where the data stands in an epoll event, which is packed on one of them only. */
        final int epollDataOffset;

        Architecture(int directoryFlag, int noFollowFlag, int epollDataOffset) {
            this.directoryFlag = directoryFlag;
            this.noFollowFlag = noFollowFlag;
            this.epollDataOffset = epollDataOffset;
        }
    }
}
