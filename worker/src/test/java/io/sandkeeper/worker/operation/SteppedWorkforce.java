package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.door.Door;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** The real workforce, whose operations run where a test lets them. */
public final class SteppedWorkforce {
    private SteppedWorkforce() {}

    public static Workforce of(
            int atOnce,
            Tools tools,
            Standing standing,
            InstantSource clock,
            Door door,
            ExecutorService threads) {
        var patience = Duration.ofMinutes(5);
        var alarm = new KillAlarm(_ -> {}, "fake", patience, clock);
        return new Workforce(atOnce, tools, standing, clock, door, alarm, threads);
    }
}
