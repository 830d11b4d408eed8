package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Files cut into lots that travel in one piece each: small enough that the next can be made while
 * one is on its way, large enough that a call to a sandbox is worth it. A larger file is a lot of
 * its own.
 */
record Parts<T>(List<Part<T>> all) {
    private static final long BYTES = 8L * 1024 * 1024;
    private static final int FILES = 4000;

    /**
     * @param from the number of its first file, from 0
     */
    record Part<T>(int number, int from, List<T> files, long bytes) {
        String name() {
            return "part-" + number;
        }
    }

    static <T> Parts<T> of(List<T> files, ToLongFunction<T> size) {
        var all = new ArrayList<Part<T>>();
        var from = 0;
        var bytes = 0L;
        for (var at = 0; at < files.size(); at++) {
            var next = size.applyAsLong(files.get(at));
            if (at > from && (bytes + next > BYTES || at - from >= FILES)) {
                all.add(new Part<>(all.size(), from, files.subList(from, at), bytes));
                from = at;
                bytes = 0;
            }
            bytes += next;
        }
        if (from < files.size()) {
            all.add(new Part<>(all.size(), from, files.subList(from, files.size()), bytes));
        }
        return new Parts<>(List.copyOf(all));
    }
}
