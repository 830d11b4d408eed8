package io.sandkeeper.sandboxserver.template;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The {@code template.json} of a template's folder. */
record TemplateFile(
        @Nullable String description,
        @Nullable List<String> layers,
        @Nullable String startCommand,
        @Nullable String workingDirectory,
        @Nullable Integer previewPort) {
    private static final TemplateFile NONE = new TemplateFile(null, null, null, null, null);

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** A folder without the file is a template of files alone. */
    static TemplateFile in(Path folder) {
        Path file = folder.resolve("template.json");
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try (var content = Files.newInputStream(file)) {
            return JSON.readValue(content, TemplateFile.class);
        } catch (JacksonException | IOException unreadable) {
            throw new IllegalArgumentException(
                    "cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
