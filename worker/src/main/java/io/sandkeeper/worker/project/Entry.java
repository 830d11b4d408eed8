package io.sandkeeper.worker.project;

import java.time.Instant;

/** One thing below a project's root. */
public sealed interface Entry {
    ProjectPath path();

    /**
     * @param mode the permission bits
     * @param modified by the sandbox's clock
     */
    record File(ProjectPath path, int mode, long size, Instant modified, Digest digest)
            implements Entry {}

    record Folder(ProjectPath path, int mode, Instant modified) implements Entry {}

    /**
     * Kept as a link, and never followed.
     *
     * @param target where it points to, byte by byte as it is written there; see {@link
     *     ProjectPath}
     */
    record Link(ProjectPath path, String target) implements Entry {}
}
