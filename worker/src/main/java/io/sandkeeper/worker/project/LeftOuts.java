package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what is left out: the first by name, the rest by number. A hundred thousand names would
 * tell a person no more and fill an event.
 */
final class LeftOuts {
    private static final int MOST_NAMES = 1000;

    /** Enough for every project of people; where there are more, nobody knows which. */
    private static final int MOST_BYTES_OF_PATHS = 4 << 20;

    private final List<LeftOut> named = new ArrayList<>();
    private final Map<String, Long> unnamed = new LinkedHashMap<>();
    private final Set<String> paths = new HashSet<>();
    private int bytesOfPaths;
    private boolean hasHoles;
    private boolean restless;

    /**
     * @param path each char one byte, as a sandbox gave it
     */
    void add(String path, String reason) {
        if (named.size() < MOST_NAMES) {
            named.add(LeftOut.of(path, reason));
        } else {
            unnamed.merge(reason, 1L, Long::sum);
        }
        addPath(path);
    }

    private void addPath(String path) {
        if (path.length() > ProjectPath.MOST_BYTES) {
            // Nobody has anything with such a path.
            return;
        }
        if (bytesOfPaths + path.length() > MOST_BYTES_OF_PATHS) {
            hasHoles = true;
        } else if (paths.add(path)) {
            bytesOfPaths += path.length();
        }
    }

    /** Another look may find it keeping still. */
    void addRestless(String path) {
        restless = true;
        add(path, "it was being written");
    }

    /** Nobody knows what, and another look may see it. */
    void addAPart(String reason) {
        restless = true;
        hasHoles = true;
        named.add(LeftOut.aPart(reason));
    }

    List<LeftOut> all() {
        var all = new ArrayList<>(named);
        unnamed.forEach((reason, count) -> all.add(LeftOut.more(count, reason)));
        return all;
    }

    Gaps gaps() {
        return new Gaps(paths, !hasHoles, !restless);
    }
}
