package io.sandkeeper.bench.timers;

import io.sandkeeper.bench.stage.OneTrickCloud;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;

/** A provider in this process that knows every sandbox and puts it to sleep. */
final class SleepingCloud extends OneTrickCloud {
    private final Duration pause;

    /**
     * @param pause how long it takes to put one to sleep
     */
    SleepingCloud(Duration pause) {
        super("only pauses");
        this.pause = pause;
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        try {
            Thread.sleep(pause);
            return new Answer.Done<>(new Slept());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>(new Failure.Unknown("the benchmark ended"));
        }
    }
}
