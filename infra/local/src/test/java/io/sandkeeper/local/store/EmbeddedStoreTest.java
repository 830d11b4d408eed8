package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.eq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import com.mongodb.connection.ServerDescription;

import org.bson.Document;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

class EmbeddedStoreTest {
    @Nested
    class A_started_store {
        @Test
        void tells_the_driver_that_it_is_one_writable_server() {
            try (EmbeddedStore store = EmbeddedStore.start(0);
                    MongoClient client = MongoClients.create(store.uri())) {
                Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));

                assertThat(hello)
                        .containsEntry("isWritablePrimary", true)
                        .containsEntry("helloOk", true);
                assertThat(client.getClusterDescription().getServerDescriptions())
                        .extracting(ServerDescription::getException)
                        .containsOnlyNulls();
            }
        }

        @Test
        void says_which_address_is_taken() {
            try (EmbeddedStore store = EmbeddedStore.start(0)) {
                int taken = store.address().getPort();

                assertThatThrownBy(() -> EmbeddedStore.start(taken))
                        .hasMessageContaining("127.0.0.1:" + taken);
            }
        }

        @Test
        void frees_its_port_and_forgets_everything_when_it_is_closed() {
            EmbeddedStore first = EmbeddedStore.start(0);
            try (MongoClient client = MongoClients.create(first.uri())) {
                client.getDatabase("d").getCollection("c").insertOne(new Document("_id", 1));
            }
            first.close();

            try (EmbeddedStore second = EmbeddedStore.start(first.address());
                    MongoClient client = MongoClients.create(second.uri())) {
                assertThat(client.getDatabase("d").getCollection("c").countDocuments()).isZero();
            }
        }

        @Test
        void counts_what_writes_look_at_too() {
            try (EmbeddedStore store = EmbeddedStore.start(0);
                    MongoClient client = MongoClients.create(store.uri())) {
                MongoCollection<Document> sessions = client.getDatabase("d").getCollection("c");
                sessions.insertMany(
                        IntStream.range(0, 500)
                                .mapToObj(
                                        i ->
                                                new Document("_id", i)
                                                        .append("state", i % 2)
                                                        .append("version", 1))
                                .toList());
                sessions.createIndex(Indexes.ascending("state"));
                long before = store.documentsExamined();

                sessions.updateOne(
                        new Document("_id", 7).append("version", 1), Updates.inc("version", 1));
                sessions.updateOne(eq("state", 0), Updates.set("state", 2));
                sessions.findOneAndUpdate(eq("_id", 8), Updates.inc("version", 1));
                sessions.deleteOne(eq("state", 1));

                assertThat(store.documentsExamined() - before).isEqualTo(4);
                Document executor =
                        client.getDatabase("d")
                                .runCommand(new Document("serverStatus", 1))
                                .get("metrics", Document.class)
                                .get("queryExecutor", Document.class);
                assertThat(executor.getLong("scannedObjects")).isEqualTo(store.documentsExamined());
                assertThat(executor.getLong("scanned")).isEqualTo(store.keysExamined());
            }
        }

        @Test
        void says_plainly_what_it_cannot_do() {
            try (EmbeddedStore store = EmbeddedStore.start(0);
                    MongoClient client = MongoClients.create(store.uri())) {
                MongoCollection<Document> sessions = client.getDatabase("d").getCollection("c");

                assertThatThrownBy(
                                () ->
                                        sessions.updateOne(
                                                eq("_id", 1), List.of(Updates.set("a", "$b"))))
                        .hasMessageContaining("no update with a pipeline");
                assertThatThrownBy(() -> sessions.createIndex(Indexes.text("a")))
                        .hasMessageContaining("ascending (1)");
            }
        }
    }

    @Nested
    class An_index_with_an_expiry {
        @Test
        void forgets_documents_when_their_time_is_over() {
            Instant start = Instant.parse("2026-01-01T00:00:00Z");
            AtomicReference<Instant> now = new AtomicReference<>(start);
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (EmbeddedStore store = EmbeddedStore.start(anyPort, now::get);
                    MongoClient client = MongoClients.create(store.uri())) {
                MongoCollection<Document> sessions = client.getDatabase("d").getCollection("c");
                sessions.createIndex(
                        Indexes.ascending("endedAt"),
                        new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
                sessions.insertMany(
                        List.of(
                                new Document("_id", "ended").append("endedAt", start),
                                new Document("_id", "ended later")
                                        .append("endedAt", start.plusSeconds(30)),
                                new Document("_id", "running")));

                now.set(start.plusSeconds(59));
                store.expire();
                assertThat(sessions.countDocuments()).isEqualTo(3);

                now.set(start.plusSeconds(60));
                store.expire();
                assertThat(sessions.find().map(left -> left.getString("_id")))
                        .containsExactlyInAnyOrder("ended later", "running");
            }
        }
    }
}
