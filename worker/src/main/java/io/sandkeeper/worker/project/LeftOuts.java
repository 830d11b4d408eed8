package io.sandkeeper.worker.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is left out: the first by name, the rest by number. A hundred thousand names would
 * tell a person no more and fill an event.
 */
final class LeftOuts {
    private static final int MOST_NAMES = 1000;

    private final List<LeftOut> named = new ArrayList<>();
    private final Map<String, Long> unnamed = new LinkedHashMap<>();

    /**
     * @param path each char one byte, as a sandbox gave it
     */
    void add(String path, String reason) {
        if (named.size() < MOST_NAMES) {
            named.add(new LeftOut(shown(path), reason));
        } else {
            unnamed.merge(reason, 1L, Long::sum);
        }
    }

    List<LeftOut> all() {
        var all = new ArrayList<>(named);
        unnamed.forEach(
                (reason, count) -> all.add(new LeftOut("%d more".formatted(count), reason)));
        return all;
    }

    private static String shown(String path) {
        var text = new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
