package io.sandkeeper.bench.monitor;

import io.sandkeeper.bench.stage.LiveWorker;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Wire;

import java.util.List;
import java.util.function.UnaryOperator;

/** The worker, whose sandboxes are in a cloud of the benchmark's. */
public final class MonitorProcess {
    private MonitorProcess() {}

    /** Takes the wire's port, servers, store, database, cloud and seconds between two checks. */
    public static void main(String[] words) throws Exception {
        var place = new Place(words[1], words[2], words[3], words[3]);
        var casting =
                new LiveWorker.Casting(
                        UnaryOperator.identity(),
                        List.of(
                                "--sandkeeper.health.enabled=true",
                                "--sandkeeper.health.interval=" + words[5] + "s",
                                // A listing would find none of them.
                                "--sandkeeper.sweep.interval=24h",
                                "--sandkeeper.provider.api-url=" + words[4],
                                "--sandkeeper.provider.sandbox-url=" + words[4]),
                        List.of());
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var _ = LiveWorker.start(place, casting)) {
            wire.say(Long.toString(ProcessHandle.current().pid()));
            wire.await("end");
        }
        System.exit(0);
    }
}
