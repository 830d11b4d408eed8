package io.sandkeeper.worker.archive;

import java.util.regex.Pattern;

/** Names one archive; never used twice. It begins the names of the archive's own objects. */
public record ArchiveId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,40}");

    public ArchiveId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an ArchiveId must be 1 to 40 lower-case letters and digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
