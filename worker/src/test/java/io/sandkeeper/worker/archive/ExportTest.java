package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;

class ExportTest {
    @TempDir Path folder = Path.of("/nowhere");

    private final Place place = new Place();

    private byte[] zip(Project project, LeftOut... leftOut) throws IOException {
        var archive =
                project.put(place.begin()).finish(project.manifest(), List.of(leftOut), place.now);
        var out = new ByteArrayOutputStream();
        place.archives.open(archive).exportZip(out);
        return out.toByteArray();
    }

    /** By name, as a reader that goes from the beginning to the end. */
    private static Map<String, String> read(byte[] zip) throws IOException {
        var read = new HashMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var content = new String(in.readAllBytes(), UTF_8);
                assertThat(read.put(entry.getName(), content)).as(entry.getName()).isNull();
            }
        }
        return read;
    }

    /** As a reader that looks at the list at the end. */
    private FileSystem open(byte[] zip) throws IOException {
        var file = Files.write(folder.resolve("export.zip"), zip);
        return FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", "true"));
    }

    private static Entry.File script(String path, String content) {
        var bytes = content.getBytes(UTF_8);
        return new Entry.File(
                Project.path(path), 0755, bytes.length, Project.WRITTEN, Project.digest(bytes));
    }

    @Test
    void holds_every_file_by_both_ways_of_reading() throws IOException {
        var project =
                new Project()
                        .file("a", "one")
                        .file("same", "one")
                        .file("empty", "")
                        .file("ünï/代码.txt", "unicode")
                        .file(Project.path("large"), "0123456789".repeat(300_000).getBytes(UTF_8))
                        .other(
                                new Entry.Folder(
                                        Project.path("nothing in it"), 0755, Project.WRITTEN));

        var zip = zip(project);

        assertThat(read(zip))
                .containsOnlyKeys("a", "same", "empty", "ünï/代码.txt", "large", "nothing in it/")
                .containsEntry("same", "one")
                .containsEntry("large", "0123456789".repeat(300_000));
        try (var files = open(zip)) {
            assertThat(files.getPath("/ünï/代码.txt")).hasContent("unicode");
            assertThat(files.getPath("/nothing in it")).isEmptyDirectory();
        }
    }

    @Test
    void keeps_modes_and_times() throws IOException {
        var project = new Project().file("plain", "x").file("run", "#!/bin/sh\n");
        project.put(place.begin()).abandon(place.now);
        var entries = new ArrayList<>(new Project().file("plain", "x").manifest().entries());
        entries.add(script("run", "#!/bin/sh\n"));
        var archive =
                project.put(place.begin())
                        .finish(new Manifest(Project.WRITTEN, entries), List.of(), place.now);
        var out = new ByteArrayOutputStream();

        place.archives.open(archive).exportZip(out);

        try (var files = open(out.toByteArray())) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(files.getPath("/run"))))
                    .isEqualTo("rwxr-xr-x");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(files.getPath("/plain"))))
                    .isEqualTo("rw-r--r--");
            assertThat(Files.getLastModifiedTime(files.getPath("/run")).toInstant())
                    .isEqualTo(Project.WRITTEN.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        }
    }

    @Test
    void holds_links_as_links_and_nothing_that_would_be_written_through_one() throws IOException {
        var project =
                new Project()
                        .file("out/passwd", "evil")
                        .file("outer", "fine")
                        .other(new Entry.Link(Project.path("out"), "../../etc"));

        var read = read(zip(project));

        assertThat(read).containsEntry("out", "../../etc").containsEntry("outer", "fine");
        assertThat(read).doesNotContainKey("out/passwd");
        assertThat(read.getOrDefault("LEFT-OUT.txt", ""))
                .contains("out/passwd: it would be written through a link");
    }

    @Test
    void says_what_is_missing_without_taking_a_name_that_is_taken() throws IOException {
        var project = new Project().file("LEFT-OUT.txt", "the user's own");

        var read = read(zip(project, new LeftOut("video.mp4", "larger than 256MB")));

        assertThat(read)
                .containsEntry("LEFT-OUT.txt", "the user's own")
                .containsEntry("LEFT-OUT.txt-2", "video.mp4: larger than 256MB\n");
    }

    @Test
    void has_no_notes_when_there_is_nothing_to_say() throws IOException {
        assertThat(read(zip(new Project().file("a", "1")))).containsOnlyKeys("a");
    }

    @Test
    void gives_names_that_are_not_utf_8_another_that_nobody_has_and_says_so() throws IOException {
        var latin = new byte[] {'n', (byte) 0xE4, 'h'};
        var below = new byte[] {'n', (byte) 0xE4, 'h', '2', '/', 'b'};
        var project =
                new Project()
                        .file(ProjectPath.of(latin), "latin".getBytes(UTF_8))
                        .file(ProjectPath.of(below), "below".getBytes(UTF_8))
                        .file("n%E4h", "taken")
                        .file("back\\slash", "odd");

        var read = read(zip(project));

        assertThat(read)
                .containsEntry("n%E4h", "taken")
                .containsEntry("n%E4h-2", "latin")
                .containsEntry("n%E4h2/b", "below")
                .containsEntry("back%5Cslash", "odd");
        assertThat(read.getOrDefault("LEFT-OUT.txt", "")).contains("it is here as n%E4h-2");
    }

    @Test
    void of_more_entries_than_old_zip_files_can_have_is_whole() throws IOException {
        var project = new Project();
        for (var i = 0; i < 70_000; i++) {
            project.file("f" + i, "");
        }

        var zip = zip(project);

        try (var files = open(zip);
                var all = Files.list(files.getPath("/"))) {
            assertThat(all.count()).isEqualTo(70_000);
        }
    }
}
