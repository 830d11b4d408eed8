package io.sandkeeper.worker.project;

import java.time.Instant;
import java.util.List;

/**
 * What was seen of a project.
 *
 * @param root where it really is, without links
 * @param rootModified when something was last added to or taken from the root itself, by the
 *     sandbox's clock
 * @param leftOut what is there and was not taken, by a limit or by its kind; what the ignore rules
 *     name is not among it
 * @param gaps the same by their paths
 */
public record Scan(
        String root, Instant rootModified, Manifest manifest, List<LeftOut> leftOut, Gaps gaps) {
    public Scan {
        leftOut = List.copyOf(leftOut);
    }
}
