package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what should be with what is. What is there besides is nobody's business. */
final class Verification {
    private Verification() {}

    static List<Difference> differences(List<Entry> wanted, Scan now) {
        Map<ProjectPath, Entry> there =
                now.manifest().entries().stream()
                        .collect(Collectors.toMap(Entry::path, Function.identity()));
        var differences = new ArrayList<Difference>();
        for (var entry : wanted) {
            var found = Optional.ofNullable(there.get(entry.path()));
            if (found.isEmpty()) {
                differences.add(new Difference.Missing(entry.path()));
            } else {
                other(entry, found.get())
                        .ifPresent(
                                what -> differences.add(new Difference.Other(entry.path(), what)));
            }
        }
        return differences;
    }

    private static Optional<String> other(Entry wanted, Entry found) {
        return switch (wanted) {
            case Entry.File file when found instanceof Entry.File other ->
                    !file.digest().equals(other.digest())
                            ? Optional.of("its content differs")
                            : mode(file.mode(), other.mode());
            case Entry.Folder folder when found instanceof Entry.Folder other ->
                    mode(folder.mode(), other.mode());
            case Entry.Link link when found instanceof Entry.Link other ->
                    link.target().equals(other.target())
                            ? Optional.empty()
                            : Optional.of("it points elsewhere");
            case Entry _ -> Optional.of("it is something else");
        };
    }

    private static Optional<String> mode(int wanted, int found) {
        return wanted == found
                ? Optional.empty()
                : Optional.of("its permissions are %o instead of %o".formatted(found, wanted));
    }
}
