package io.sandkeeper.worker.platform;

import java.util.Locale;
import java.util.Optional;

/**
 * One kind of call to one provider in one region: what breaks, queues and is limited together.
 *
 * @param provider as the configuration calls it: letters, digits, dot, dash and underscore
 */
public record LaneId(String provider, Optional<String> region, Operation operation) {
    public LaneId {
        requireName("provider", provider);
        region.ifPresent(name -> requireName("region", name));
    }

    private static void requireName(String field, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a lane's %s must be 1 to 64 letters, digits, '.', '_' or '-', and begin with a letter or digit: rename it in the configuration"
                            .formatted(field));
        }
    }

    /** {@code e2b/eu/create}; without a region {@code e2b/-/create}. */
    @Override
    public String toString() {
        return provider
                + "/"
                + region.orElse("-")
                + "/"
                + operation.name().toLowerCase(Locale.ROOT);
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
