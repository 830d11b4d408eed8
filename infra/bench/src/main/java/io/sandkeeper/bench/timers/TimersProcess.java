package io.sandkeeper.bench.timers;

import io.sandkeeper.bench.stage.LiveWorker;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Wire;

import java.time.Duration;
import java.util.List;

/** The worker on a provider that only pauses. */
public final class TimersProcess {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private TimersProcess() {}

    /** Takes the wire's port, servers, store and database; says its process id. */
    public static void main(String[] words) throws Exception {
        var place = new Place(words[1], words[2], words[3], words[3]);
        var casting = new LiveWorker.Casting(_ -> new SleepingCloud(PAUSE), List.of(), List.of());
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var _ = LiveWorker.start(place, casting)) {
            wire.say(Long.toString(ProcessHandle.current().pid()));
            wire.await("end");
        }
        System.exit(0);
    }
}
