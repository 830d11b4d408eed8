package io.sandkeeper.sandboxserver.events;

import io.sandkeeper.sandboxserver.sandbox.Happening;
import io.sandkeeper.sandboxserver.sandbox.KillReason;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.Witness;
import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What happened to sandboxes in the last seven days, as far as it fits. */
public final class EventLog implements Witness {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST = 10_000;
    private static final String PREFIX = "sandbox.lifecycle.";

    /** The id of the one team of this server. */
    public static final String TEAM_ID =
            UUID.nameUUIDFromBytes(Templates.TEAM.getBytes(StandardCharsets.UTF_8)).toString();

    /** An event and the control plane that it belongs to. */
    private record Entry(String region, Instant at, Event event) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Map<String, String> executions = new HashMap<>();
    private final BiConsumer<String, Event> listener;

    /**
     * Starts empty.
     *
     * @param listener is told the region and each of its events; must not take long
     */
    public EventLog(BiConsumer<String, Event> listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void saw(Sandbox sandbox, Happening happening, Instant at) {
        if (happening instanceof Happening.Killed(_, _, var reason)
                && reason == KillReason.UNTOLD) {
            executions.remove(sandbox.id());
            return;
        }
        Event event = event(sandbox, happening, at);
        String region = sandbox.profile().region();
        entries.addLast(new Entry(region, at, event));
        while (entries.size() > MOST || entries.getFirst().at().isBefore(at.minus(KEPT))) {
            entries.removeFirst();
        }
        listener.accept(region, event);
    }

    /** The oldest first. */
    public synchronized List<Event> of(String region) {
        return entries.stream()
                .filter(entry -> entry.region().equals(region))
                .map(Entry::event)
                .toList();
    }

    private Event event(Sandbox sandbox, Happening happening, Instant at) {
        String type = type(happening);
        return new Event(
                UUID.randomUUID().toString(),
                "v2",
                PREFIX + type,
                "lifecycle",
                type,
                at.toString(),
                data(sandbox, happening),
                sandbox.id(),
                sandbox.profile().template().buildId(),
                execution(sandbox.id(), happening),
                sandbox.templateId(),
                TEAM_ID);
    }

    private static String type(Happening happening) {
        return switch (happening) {
            case Happening.Created _ -> "created";
            case Happening.Paused _ -> "paused";
            case Happening.Resumed _ -> "resumed";
            case Happening.Killed _ -> "killed";
            case Happening.TimeoutSet _, Happening.NetworkSet _ -> "updated";
            case Happening.Checkpointed _ -> "checkpointed";
        };
    }

    private static Map<String, Object> data(Sandbox sandbox, Happening happening) {
        var data = new LinkedHashMap<String, Object>();
        data.put("sandbox_metadata", sandbox.profile().metadata());
        switch (happening) {
            case Happening.Paused(Instant startedAt, Duration ran) ->
                    data.put("execution", execution(startedAt, ran));
            case Happening.Killed(Instant startedAt, Duration ran, var reason) -> {
                data.put("execution", execution(startedAt, ran));
                data.put("kill_reason", reason.word());
            }
            case Happening.TimeoutSet(Instant endAt) -> data.put("set_timeout", endAt.toString());
            case Happening.NetworkSet(var allow, var deny) ->
                    data.put("network_egress", Map.of("allow_out", allow, "deny_out", deny));
            case Happening.Created _, Happening.Resumed _, Happening.Checkpointed _ -> {
                // The event itself says it all.
            }
        }
        return data;
    }

    private static Map<String, Object> execution(Instant startedAt, Duration ran) {
        return Map.of(
                "started_at",
                startedAt.toString(),
                "vcpu_count",
                Template.CPUS,
                "memory_mb",
                Template.MEMORY_MB,
                "execution_time",
                ran.toMillis());
    }

    /** An execution lasts from a start or a resume to the next pause or the end. */
    private String execution(String sandbox, Happening happening) {
        boolean begins =
                happening instanceof Happening.Created || happening instanceof Happening.Resumed;
        if (begins) {
            executions.put(sandbox, UUID.randomUUID().toString());
        }
        String execution = executions.getOrDefault(sandbox, new UUID(0, 0).toString());
        if (happening instanceof Happening.Killed) {
            executions.remove(sandbox);
        }
        return execution;
    }
}
