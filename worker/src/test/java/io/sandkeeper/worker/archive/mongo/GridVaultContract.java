package io.sandkeeper.worker.archive.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.archive.VaultContract;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;

import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.UUID;

/** The contract, in a database of its own each time. */
abstract class GridVaultContract extends VaultContract {
    private @Nullable Mongo mongo;

    protected abstract String uri();

    @Override
    protected Vault empty() {
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase("test-" + UUID.randomUUID()));
        return new GridVault(mongo());
    }

    /** A worker ended between two chunks. */
    @Test
    void lists_and_removes_what_has_chunks_and_no_file() {
        var vault = empty();
        var key = key("s", 1);
        mongo().collection("archive.chunks")
                .insertOne(
                        new Document("files_id", key.toString())
                                .append("n", 0)
                                .append("data", new Binary(bytes(3))));

        assertThat(vault.keys(key.folder())).containsExactly(key);

        vault.remove(key);
        assertThat(vault.keys(key.folder())).isEmpty();
        assertThat(mongo().collection("archive.chunks").countDocuments()).isZero();
    }

    @Test
    void says_that_an_object_without_all_its_chunks_is_damaged() {
        var vault = empty();
        var key = key("s", 1);
        vault.store(key, bytes(3 << 20));
        mongo().collection("archive.chunks").deleteOne(new Document("n", 1));

        assertThatThrownBy(() -> vault.read(key, 0, 3 << 20)).isInstanceOf(Damaged.class);
        assertThat(vault.read(key, 0, 1 << 20)).hasSize(1 << 20);
    }

    Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    @AfterEach
    void drop() {
        for (var name : new String[] {"archives", "archive.files", "archive.chunks"}) {
            mongo().collection(name).drop();
        }
        mongo().close();
    }
}
