package io.sandkeeper.worker.archive.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.archive.VaultContract;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class FolderVaultTest extends VaultContract {
    @TempDir Path root = Path.of("/nowhere");

    @Override
    protected Vault empty() {
        return new FolderVault(root.resolve("made/when/needed"));
    }

    @Test
    void shows_archives_to_nobody_else_on_the_machine() throws IOException {
        var folder = root.resolve("made/when/needed");
        empty().store(key("s", 1), bytes(5));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void lists_and_removes_what_was_left_of_an_attempt_and_leaves_what_is_not_its_own()
            throws IOException {
        var vault = new FolderVault(root);
        var key = key("s", 1);
        var folder = Files.createDirectories(root.resolve(key.folder()));
        Files.write(folder.resolve(key.name() + ".part"), bytes(5));
        Files.write(folder.resolve(".DS_Store"), bytes(5));

        assertThat(vault.keys(key.folder())).containsExactly(key);

        vault.remove(key);
        assertThat(folder).isDirectoryContaining("glob:**/.DS_Store");
        assertThat(vault.keys(key.folder())).isEmpty();
    }

    @Test
    void leaves_no_folder_of_a_session_that_has_nothing_any_more() {
        var vault = new FolderVault(root);
        var key = key("s", 1);
        vault.store(key, bytes(5));
        vault.store(key("s", 2), bytes(5));

        vault.remove(key);
        assertThat(root.resolve(key.folder())).isDirectory();

        vault.remove(key("s", 2));
        assertThat(root.resolve(key.folder())).doesNotExist();

        vault.store(key, bytes(5));
        assertThat(vault.read(key, 0, 5)).isEqualTo(bytes(5));
    }

    @Test
    void that_cannot_be_written_says_where_and_why_and_leaves_nothing() throws IOException {
        var file = Files.write(root.resolve("file"), bytes(1));
        var vault = new FolderVault(file.resolve("below"));

        assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("file/below")
                .hasMessageContaining("look at its disk and its rights");
    }
}
