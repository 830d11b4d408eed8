package io.sandkeeper.sandboxserver.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of templates: a folder for each, and the layers that they share. */
final class TemplateFolder {
    private static final String SHARED_LAYERS = "_layers";
    private static final String HOME = "/home/user";

    private final Path root;

    TemplateFolder(Path root) {
        this.root = root;
    }

    List<Template> templates(Instant now) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(folder -> !name(folder).startsWith("_"))
                    .sorted()
                    .map(folder -> template(folder, now))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the templates in " + root, unreadable);
        }
    }

    private Template template(Path folder, Instant now) {
        TemplateFile file = TemplateFile.in(folder);
        var layers = new ArrayList<Path>();
        List<String> shared = file.layers() == null ? List.of() : file.layers();
        for (String layer : shared) {
            layers.add(existing(root.resolve(SHARED_LAYERS).resolve(layer)));
        }
        Path files = folder.resolve("files");
        if (Files.isDirectory(files)) {
            layers.add(files);
        }
        String workingDirectory = file.workingDirectory();
        return new Template(
                name(folder),
                List.of(),
                List.copyOf(layers),
                Optional.ofNullable(file.startCommand()),
                workingDirectory == null ? HOME : workingDirectory,
                now,
                Optional.empty());
    }

    private static Path existing(Path layer) {
        if (!Files.isDirectory(layer)) {
            throw new IllegalArgumentException(
                    "a template names a layer that is not there: " + layer);
        }
        return layer;
    }

    /** A folder inside a jar may end in a slash. */
    private static String name(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
