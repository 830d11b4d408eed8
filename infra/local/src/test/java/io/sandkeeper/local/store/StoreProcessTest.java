package io.sandkeeper.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

class StoreProcessTest {
    @Test
    void says_where_it_is_ready_and_ends_when_told_to() throws Exception {
        Process process = start("0");
        try (BufferedReader output = process.inputReader()) {
            String ready = output.readLine();
            assertThat(ready).startsWith("ready mongodb://127.0.0.1:");
            try (MongoClient client = MongoClients.create(ready.substring("ready ".length()))) {
                assertThat(
                                client.getDatabase("d")
                                        .runCommand(new Document("ping", 1))
                                        .getDouble("ok"))
                        .isEqualTo(1.0);
            }

            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void says_in_one_line_that_its_port_is_taken() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(0)) {
            Process process = start(String.valueOf(store.address().getPort()));
            try (BufferedReader errors = process.errorReader()) {
                assertThat(errors.lines().filter(line -> !line.startsWith("SLF4J")))
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1:" + store.address().getPort(), "in use");
                assertThat(process.waitFor()).isEqualTo(1);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static Process start(String port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        port)
                .start();
    }
}
