package io.sandkeeper.worker;

import io.sandkeeper.worker.admission.Gate;
import io.sandkeeper.worker.admission.LaneView;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code /actuator/lanes}: what is shut, who waits, what is used up; and the way to free a lane by
 * hand for all workers: {@code POST {"lane": "e2b/-/create"}}.
 */
@Endpoint(id = "lanes")
final class LanesEndpoint {
    private final Supplier<List<LaneView>> views;
    private final Function<String, Optional<LaneView>> freeing;

    LanesEndpoint(Supplier<List<LaneView>> views, Function<String, Optional<LaneView>> freeing) {
        this.views = views;
        this.freeing = freeing;
    }

    @ReadOperation
    public List<Map<String, Object>> lanes() {
        return views.get().stream().map(LanesEndpoint::shown).toList();
    }

    @WriteOperation
    public Map<String, Object> free(String lane) {
        return freeing.apply(lane)
                .map(LanesEndpoint::shown)
                .orElseGet(
                        () ->
                                Map.of(
                                        "error",
                                        "nothing is known of lane '"
                                                + lane
                                                + "': GET this address for those that are"));
    }

    private static Map<String, Object> shown(LaneView view) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("lane", view.lane().toString());
        shown.put("gate", word(view.gate()));
        view.gate().closure().ifPresent(reason -> shown.put("reason", reason));
        view.gate().probeAt().ifPresent(at -> shown.put("probeAt", at));
        if (view.gate() instanceof Gate.Shut shut) {
            shown.put("since", shut.since());
            shown.put("evidence", shut.evidence());
        }
        shown.put("waiting", view.waiting());
        shown.put("oldestSeconds", view.oldest().toSeconds());
        shown.put("perMinute", view.perMinute());
        shown.put("used", view.used());
        view.budget()
                .ifPresent(
                        limit -> {
                            shown.put("budget", limit);
                            shown.put("remaining", Math.max(0, limit - view.used()));
                            shown.put("window", view.window());
                        });
        return shown;
    }

    private static String word(Gate gate) {
        return switch (gate) {
            case Gate.Free _ -> "free";
            case Gate.Shut _ -> "shut";
            case Gate.Probing _ -> "probing";
            case Gate.Opening _ -> "opening";
        };
    }
}
