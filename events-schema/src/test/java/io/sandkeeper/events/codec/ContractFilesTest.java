package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of the contract that are written from the shapes. With {@code -Dcontract=write} they
 * are written.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContractFilesTest {
    private static final String COMMAND =
            "mvn -q -pl events-schema test -Dtest=ContractFilesTest -Dcontract=write";

    @Test
    void the_files_say_what_the_code_does() throws IOException {
        var stale = new ArrayList<String>();

        for (var file : files().entrySet()) {
            var path = Path.of(file.getKey());
            if (Files.exists(path) && Files.readString(path).equals(file.getValue())) {
                continue;
            }
            if ("write".equals(System.getProperty("contract"))) {
                Files.createDirectories(path.resolveSibling("."));
                Files.writeString(path, file.getValue());
            } else {
                stale.add(file.getKey());
            }
        }

        assertThat(stale).as("stale; write them again with: %s", COMMAND).isEmpty();
    }

    @Test
    void no_schema_is_left_of_an_event_that_is_gone() throws IOException {
        try (var schemas = Files.list(Path.of(SchemaFile.FOLDER))) {
            assertThat(schemas.map(Path::toString)).allMatch(files()::containsKey);
        }
    }

    private static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        for (var type : EventType.values()) {
            files.put(SchemaFile.path(type), Trees.page(SchemaFile.of(type)));
        }
        files.put(AsyncApi.PATH, Trees.page(AsyncApi.document()));
        files.put(EventsPage.PATH, EventsPage.text());
        return files;
    }
}
