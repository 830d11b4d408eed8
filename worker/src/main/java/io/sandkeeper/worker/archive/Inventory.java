package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;

import java.util.List;

/** What an archive's manifest object says: the project, what was left out, and where it all is. */
record Inventory(Manifest manifest, List<LeftOut> leftOut, Stock stock) {
    Inventory {
        leftOut = List.copyOf(leftOut);
        manifest.files().forEach(file -> requireContent(file, stock));
    }

    private static void requireContent(Entry.File file, Stock stock) {
        if (stock.find(file.digest()).filter(blob -> blob.size() == file.size()).isEmpty()) {
            throw new IllegalArgumentException(
                    "the content of %s is not stored: put it before finishing"
                            .formatted(file.path()));
        }
    }

    Blob blob(Digest digest) {
        return stock.find(digest)
                .orElseThrow(
                        () -> new IllegalArgumentException("the archive does not hold " + digest));
    }
}
