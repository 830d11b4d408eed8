package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;

/**
 * Ways to find out whether a sandbox is well. None of them wakes it or lengthens its time, and none
 * takes longer than its limit. Blocking, for virtual threads.
 */
public interface Probes {
    /** What the control plane says of it. */
    Word look(SandboxId sandbox, Duration limit);

    /** Whether a command that does nothing succeeds in it: its way, its daemon and its shell. */
    Heard command(Provider.Made sandbox, Duration limit);

    /** Whether its daemon says that it is well. */
    Heard health(Provider.Made sandbox, Duration limit);

    /**
     * Whether one of its ports answers from outside. The address is built from the id and the
     * configuration alone; a redirection is an answer and is not followed.
     */
    Heard port(SandboxId sandbox, int port, Duration limit);

    /** The control plane's word. */
    sealed interface Word {
        record Runs(Provider.Made way) implements Word {}

        record Sleeps() implements Word {}

        /** It says that it does not have it. */
        record Absent(String evidence) implements Word {}

        /** It says nothing about this sandbox: no answer, or one about itself. */
        record Silent(String evidence) implements Word {}
    }

    /** What was heard from a sandbox. */
    sealed interface Heard {
        record Fine() implements Heard {}

        /** Whoever routes to it says that it is not there. */
        record Absent(String evidence) implements Heard {}

        /** It answers, and cannot do what was asked. */
        record Unwell(String evidence) implements Heard {}

        /** No answer in time, or one of somebody in between who could not get one. */
        record Silent(String evidence) implements Heard {}
    }
}
