package io.sandkeeper.local.store;

import java.util.List;

/** One field of an index or of a sort order: where it is and which way it runs. */
record IndexField(String path, boolean ascending, List<String> steps) {
    static IndexField of(String path, boolean ascending) {
        return new IndexField(path, ascending, List.of(path.split("\\.", -1)));
    }

    /**
     * A step like the 0 of {@code items.0.name} may mean an element or a field; indexes here know
     * fields only.
     */
    boolean positional() {
        return steps.stream().anyMatch(step -> step.matches("\\d+"));
    }
}
