package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody wants a sandbox: the beginning of a session. */
public record SandboxRequested(
        SessionId sessionId,
        RequestId requestId,
        Owner owner,
        Framework framework,
        @Nullable Region region,
        Settings settings,
        Launch launch,
        Map<String, String> metadata)
        implements SessionRequest {
    public SandboxRequested {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
