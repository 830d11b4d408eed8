package io.sandkeeper.worker.intake;

import io.sandkeeper.events.InitialFiles;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.worker.spec.FileContent;
import io.sandkeeper.worker.spec.Spec;

import java.util.List;
import java.util.Optional;

/** The part of a request that is stored beside the session. */
final class SpecReading {
    private SpecReading() {}

    static Spec of(SandboxRequested requested) {
        var launch = requested.launch();
        var files = Optional.ofNullable(launch.files());
        return new Spec(
                Optional.ofNullable(launch.startCommand()),
                launch.environment().values(),
                requested.metadata(),
                files.map(SpecReading::inline).orElse(List.of()),
                files.flatMap(SpecReading::repository));
    }

    private static List<Spec.InitialFile> inline(InitialFiles files) {
        return switch (files) {
            case InitialFiles.Inline(var all) ->
                    all.stream()
                            .map(
                                    file ->
                                            new Spec.InitialFile(
                                                    file.path().value(),
                                                    new FileContent(file.content().bytes())))
                            .toList();
            case InitialFiles.Repository _ -> List.of();
        };
    }

    private static Optional<Spec.Repository> repository(InitialFiles files) {
        return switch (files) {
            case InitialFiles.Inline _ -> Optional.empty();
            case InitialFiles.Repository(var url, var branch) ->
                    Optional.of(
                            new Spec.Repository(
                                    url.value(),
                                    Optional.ofNullable(branch).map(name -> name.value())));
        };
    }
}
