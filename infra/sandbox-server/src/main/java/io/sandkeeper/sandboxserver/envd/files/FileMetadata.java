package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.linux.Attributes;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a client notes about a file in headers; kept as attributes of the file. */
final class FileMetadata {
    static final Attributes ATTRIBUTES = new Attributes("user.e2b.");

    private static final String HEADER = "x-metadata-";
    private static final int LONGEST_KEY = 246;
    private static final int MOST = 4096;

    private FileMetadata() {}

    static Map<String, String> of(Headers headers) throws FileProblem {
        var metadata = new TreeMap<String, String>();
        headers.forEach(
                (name, value) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (lower.startsWith(HEADER)) {
                        metadata.put(lower.substring(HEADER.length()), value);
                    }
                });
        int size = 0;
        for (var entry : metadata.entrySet()) {
            check(entry.getKey(), entry.getValue());
            size += entry.getKey().length() + entry.getValue().length();
        }
        if (size > MOST) {
            throw new FileProblem(400, "metadata is larger than 4096 bytes");
        }
        return metadata;
    }

    private static void check(String key, String value) throws FileProblem {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new FileProblem(400, "metadata key must have 1 to 246 bytes");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new FileProblem(
                    400, "metadata value of '%s' must be printable ASCII".formatted(key));
        }
    }
}
