package io.sandkeeper.sandboxserver.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method and a path of the control plane.
 *
 * @param operation what it does, in one word: faults and counters go by it
 * @param path its parts; a star stands for a variable
 */
record Endpoint(String operation, String method, List<String> path, Action action) {
    @FunctionalInterface
    interface Action {
        Answer answer(Call call);
    }

    static Endpoint of(String operation, String methodAndPath, Action action) {
        String[] words = methodAndPath.split(" ", 2);
        return new Endpoint(
                operation, words[0], List.of(words[1].substring(1).split("/", -1)), action);
    }

    /** The variables, when the path is this one's. */
    Optional<List<String>> match(List<String> parts) {
        if (parts.size() != path.size()) {
            return Optional.empty();
        }
        var variables = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            if (path.get(i).equals("*")) {
                variables.add(parts.get(i));
            } else if (!path.get(i).equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
