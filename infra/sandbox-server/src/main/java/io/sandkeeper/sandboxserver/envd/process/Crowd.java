package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One sandbox's processes that were started from outside. An ended one is remembered for a while.
 */
final class Crowd {
    private static final Duration MEMORY = Duration.ofSeconds(30);

    private final Map<Integer, Followed> byPid = new ConcurrentHashMap<>();
    private final Executor later =
            CompletableFuture.delayedExecutor(MEMORY.toMillis(), TimeUnit.MILLISECONDS);

    void add(Followed one) {
        byPid.put(one.pid(), one);
        var _ =
                one.ended()
                        .whenComplete((_, _) -> later.execute(() -> byPid.remove(one.pid(), one)));
    }

    List<Followed> alive() {
        return byPid.values().stream()
                .filter(one -> !one.ended().isDone())
                .sorted(Comparator.comparingInt(Followed::pid))
                .toList();
    }

    Followed find(JsonNode selector) throws Fault {
        if (selector.has("tag")) {
            var tag = selector.path("tag").asString("");
            return byPid.values().stream()
                    .filter(one -> one.order().tag().filter(tag::equals).isPresent())
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new Fault(
                                            Code.NOT_FOUND,
                                            "process with tag %s not found".formatted(tag)));
        }
        var pid = selector.path("pid").asInt(-1);
        var found = byPid.get(pid);
        if (found == null) {
            throw new Fault(Code.NOT_FOUND, "process with pid %d not found".formatted(pid));
        }
        return found;
    }

    Followed findAlive(JsonNode selector) throws Fault {
        var found = find(selector);
        if (found.ended().isDone()) {
            throw new Fault(Code.NOT_FOUND, "process with pid %d not found".formatted(found.pid()));
        }
        return found;
    }
}
