package io.sandkeeper.worker.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files, environment and commands of a request.
 *
 * @param environment its values are secrets: {@link #toString()} does not show them
 * @param metadata handed to the provider beside our own
 */
public record Spec(
        Optional<String> startCommand,
        Map<String, String> environment,
        Map<String, String> metadata,
        List<InitialFile> files,
        Optional<Repository> repository) {
    public static final Spec EMPTY =
            new Spec(Optional.empty(), Map.of(), Map.of(), List.of(), Optional.empty());

    /**
     * @param path absolute, or relative to the project's root
     */
    public record InitialFile(String path, FileContent content) {}

    public record Repository(String url, Optional<String> branch) {}

    @Override
    public String toString() {
        return "Spec[%d variables, %d files]".formatted(environment.size(), files.size());
    }
}
