package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DataFolderTest {
    @TempDir Path named;

    @Test
    void a_temporary_one_goes_with_what_is_in_it_and_nothing_else() throws Exception {
        var elsewhere = Files.writeString(named.resolve("elsewhere"), "kept");
        Path root;
        try (var folder = DataFolder.open(Optional.empty(), 0)) {
            root = folder.root();
            Files.createDirectories(folder.sandboxes().resolve("i1/home"));
            Files.createSymbolicLink(folder.sandboxes().resolve("i1/link"), elsewhere);
        }

        assertThat(root).doesNotExist();
        assertThat(elsewhere).hasContent("kept");
    }

    @Test
    void a_named_one_stays() throws Exception {
        try (var folder = DataFolder.open(Optional.of(named), 0)) {
            Files.createDirectories(folder.sandboxes());
        }

        assertThat(named.resolve("sandboxes")).isDirectory();
    }

    @Test
    void is_for_one_server_alone() throws Exception {
        try (var _ = DataFolder.open(Optional.of(named), 0)) {
            assertThatThrownBy(() -> DataFolder.open(Optional.of(named), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server uses");
        }

        DataFolder.open(Optional.of(named), 0).close();
    }
}
