package io.sandkeeper.local.stack;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A port that a part needs, and the option that gives it another. */
public record PortNeed(String part, int port, String option) {

    /** Says in one line what is in the way of these needs, and what to do. */
    public static Optional<String> obstacle(List<PortNeed> needs) {
        return twice(needs)
                .or(
                        () ->
                                needs.stream()
                                        .filter(need -> !Ports.isFree(need.port))
                                        .findFirst()
                                        .map(PortNeed::taken));
    }

    private static Optional<String> twice(List<PortNeed> needs) {
        var seen = new HashMap<Integer, PortNeed>();
        for (var need : needs) {
            var earlier = seen.putIfAbsent(need.port, need);
            if (earlier != null) {
                return Optional.of(
                        "%s and %s both want port %d; change one with %s or %s."
                                .formatted(
                                        earlier.part,
                                        need.part,
                                        need.port,
                                        earlier.option,
                                        need.option));
            }
        }
        return Optional.empty();
    }

    private String taken() {
        return "Port %d, which %s needs, is taken; free it, or choose another with %s <port>."
                .formatted(port, part, option);
    }
}
