package io.sandkeeper.sandboxserver.envd.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which encodings of an answer a client takes. */
final class Encodings {
    private final Map<String, Double> weights = new HashMap<>();

    static Encodings of(String header) {
        var encodings = new Encodings();
        for (String element : header.split(",", -1)) {
            String[] parts = element.split(";", -1);
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                encodings.weights.put(name, parts.length > 1 ? weight(parts[1].strip()) : 1.0);
            }
        }
        return encodings;
    }

    private static double weight(String parameter) {
        try {
            return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1.0;
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    boolean gzip() {
        return weights.getOrDefault("gzip", weights.getOrDefault("*", 0.0)) > 0;
    }

    boolean identity() {
        return weights.getOrDefault("identity", weights.getOrDefault("*", 1.0)) > 0;
    }
}
