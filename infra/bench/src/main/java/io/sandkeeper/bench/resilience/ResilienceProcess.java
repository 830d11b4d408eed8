package io.sandkeeper.bench.resilience;

import io.sandkeeper.bench.stage.LiveWorker;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Wire;

import java.util.ArrayList;
import java.util.List;

/** The worker, as resilient as it is told to be. */
public final class ResilienceProcess {
    private ResilienceProcess() {}

    /**
     * Takes the wire's port, the mode, servers, store, name of group and database, the cloud's
     * address and its key, and then more settings.
     */
    public static void main(String[] words) throws Exception {
        var mode = Mode.valueOf(words[1]);
        var place = new Place(words[2], words[3], words[4], words[4]);
        var settings =
                new ArrayList<>(
                        List.of(
                                "--sandkeeper.provider.api-url=" + words[5],
                                "--sandkeeper.provider.sandbox-url=" + words[5],
                                "--sandkeeper.provider.api-key=" + words[6]));
        settings.addAll(mode.settings());
        settings.addAll(List.of(words).subList(7, words.length));
        var casting = new LiveWorker.Casting(mode.cloud(), settings, List.of());
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var _ = LiveWorker.start(place, casting)) {
            wire.say("ready");
            wire.await("end");
        }
        System.exit(0);
    }
}
