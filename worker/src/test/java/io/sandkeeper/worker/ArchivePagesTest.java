package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.InMemoryCatalogue;
import io.sandkeeper.worker.archive.InMemoryVault;
import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;

class ArchivePagesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);

    /** No configuration by itself: a worker that is started beside these tests must not find it. */
    @EnableAutoConfiguration
    static class OnlyThis {
        @Bean
        ArchivePages pages() throws IOException, NoSuchAlgorithmException {
            return new ArchivePages(oneArchive());
        }
    }

    private static Archives oneArchive() throws IOException, NoSuchAlgorithmException {
        var vault = new InMemoryVault();
        var archives = new Archives(vault, new InMemoryCatalogue());
        var hash = MessageDigest.getInstance("SHA-256").digest(TEXT);
        var digest = new Digest(HexFormat.of().formatHex(hash));
        var path = ProjectPath.of("src/a.txt".getBytes(StandardCharsets.UTF_8));
        var draft = archives.begin(new SessionId("s 1"), "/home/user/project", NOW);
        draft.put(digest, TEXT.length, new ByteArrayInputStream(TEXT));
        var file = new Entry.File(path, 0644, TEXT.length, NOW, digest);
        draft.finish(new Manifest(NOW, List.of(file)), List.of(), NOW);
        damage(vault, archives, new Manifest(NOW.plusSeconds(9), List.of()));
        return archives;
    }

    /** A newer copy, of which nothing can be read. */
    private static void damage(InMemoryVault vault, Archives archives, Manifest manifest) {
        var draft = archives.begin(new SessionId("s 1"), "/home/user/project", manifest.takenAt());
        var damaged = draft.finish(manifest, List.of(), manifest.takenAt());
        vault.remove(damaged.manifest());
    }

    @Test
    void the_newest_copy_can_be_taken_away_and_all_are_listed() throws Exception {
        try (var context =
                        new SpringApplicationBuilder(OnlyThis.class)
                                .run(
                                        "--server.port=0",
                                        "--management.endpoint.health.validate-group-membership=false");
                var client = HttpClient.newHttpClient()) {
            var port =
                    Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                            .getPort();
            var address = "http://127.0.0.1:" + port + "/v1/sessions/";

            var zip = get(client, address + "s%201/archive.zip");
            assertThat(zip.statusCode()).isEqualTo(200);
            assertThat(zip.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("s_1.zip");
            try (var entries = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
                assertThat(Objects.requireNonNull(entries.getNextEntry()).getName())
                        .isEqualTo("src/a.txt");
                assertThat(entries.readAllBytes()).isEqualTo(TEXT);
            }

            assertThat(text(get(client, address + "s%201/archives")))
                    .contains("\"files\":1", "\"bytes\":5", "2026-11-20T12:00:00Z");
            assertThat(text(get(client, address + "nobody/archives"))).isEqualTo("[]");

            assertThat(get(client, address + "%20/archive.zip").statusCode()).isEqualTo(400);
            assertThat(get(client, address + "%20/archives").statusCode()).isEqualTo(400);

            var none = get(client, address + "nobody/archive.zip");
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(text(none)).contains("'nobody'", "archive-requested");
        }
    }

    private static HttpResponse<byte[]> get(HttpClient client, String address)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
