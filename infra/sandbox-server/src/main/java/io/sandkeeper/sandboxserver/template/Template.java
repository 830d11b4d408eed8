package io.sandkeeper.sandboxserver.template;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a sandbox is started from.
 *
 * @param names what it can be asked for by, besides its id
 * @param layers folders laid over the sandbox's own /home, /root and /tmp, in this order
 * @param startCommand run once in the background when a sandbox is created
 * @param origin the sandbox that it is a snapshot of
 */
public record Template(
        String id,
        List<String> names,
        List<Path> layers,
        Optional<String> startCommand,
        String workingDirectory,
        Instant createdAt,
        Optional<String> origin) {
    /** What a sandbox is said to have. Nothing is cut to it: the host's own limits hold. */
    public static final int CPUS = 2;

    public static final int MEMORY_MB = 512;
    public static final int DISK_MB = 10_240;

    public boolean isSnapshot() {
        return origin.isPresent();
    }

    /** The id of its one build, which the protocol asks for in many places. */
    public String buildId() {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    boolean answersTo(String reference) {
        return id.equals(reference) || names.contains(reference);
    }
}
