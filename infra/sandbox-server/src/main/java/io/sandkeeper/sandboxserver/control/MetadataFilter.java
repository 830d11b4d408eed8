package io.sandkeeper.sandboxserver.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata that listed sandboxes must have. */
record MetadataFilter(Map<String, String> wanted) {
    /**
     * Reads the parameter as the clients write it: escaped as a whole once more after its keys and
     * values were.
     *
     * @param parameter after the query's own decoding
     */
    static MetadataFilter parse(String parameter) {
        var wanted = new LinkedHashMap<String, String>();
        for (String pair : Query.decode(parameter).split("&", -1)) {
            String[] parts = pair.split("=", -1);
            if (parts.length != 2) {
                throw InvalidRequest.because("Invalid metadata filter: each pair needs one '='");
            }
            wanted.put(Query.decode(parts[0]), Query.decode(parts[1]));
        }
        return new MetadataFilter(wanted);
    }

    boolean matches(Map<String, String> metadata) {
        return metadata.entrySet().containsAll(wanted.entrySet());
    }
}
