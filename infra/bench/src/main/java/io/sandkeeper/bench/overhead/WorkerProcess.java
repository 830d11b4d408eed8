package io.sandkeeper.bench.overhead;

import io.sandkeeper.bench.stage.CallTime;
import io.sandkeeper.bench.stage.Calls;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.RealWorker;
import io.sandkeeper.bench.stage.Wire;

import java.time.Duration;

/** The worker on a provider that takes its time. */
public final class WorkerProcess {
    private WorkerProcess() {}

    /** Takes the wire's port, servers, store and the provider's milliseconds. */
    public static void main(String[] words) throws Exception {
        var calls =
                new Calls(
                        "nothing-",
                        0,
                        CallTime.always(Duration.ofMillis(Long.parseLong(words[3]))));
        var place = new Place(words[1], words[2], "overhead", "overhead");
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var _ = RealWorker.start(place, () -> calls)) {
            wire.say("ready");
            wire.await("end");
        }
        System.exit(0);
    }
}
