package io.sandkeeper.worker.provider.e2b;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of a request, decoded as E2B's server does it. */
final class Query {
    private Query() {}

    static Map<String, String> of(URI target) {
        return pairs(Optional.ofNullable(target.getRawQuery()).orElse(""));
    }

    /** Decoded as a parameter already; now as a whole, and then each of its parts. */
    static Map<String, String> metadata(String parameter) {
        return pairs(decoded(parameter));
    }

    private static Map<String, String> pairs(String text) {
        return Arrays.stream(text.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> decoded(pair[0]),
                                pair -> decoded(pair[1]),
                                (one, _) -> one,
                                LinkedHashMap::new));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
