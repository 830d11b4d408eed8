package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** One kind of call to one provider in one region: what breaks, queues and is limited together. */
public record Lane(ProviderName provider, @Nullable Region region, Operation operation) {
    /** {@code e2b/eu/create}; without a region {@code e2b/-/create}. */
    public String name() {
        var place = region == null ? "-" : region.value();
        return provider + "/" + place + "/" + operation.name().toLowerCase(Locale.ROOT);
    }

    public enum Operation {
        CREATE,
        PAUSE,
        RESUME,
        RECREATE,
        KILL,
        ARCHIVE,
        EXTEND,
        /** All of the control plane. */
        ANY
    }
}
