package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

class ArchivesTest {
    private final Place place = new Place();

    static Project odd() {
        return new Project()
                .file("empty", "")
                .file("empty too", "")
                .file("src/App.tsx", "export default () => 1\n".repeat(1000))
                .file("same", "same")
                .file("same again", "same")
                .file(
                        ProjectPath.of(new byte[] {'n', (byte) 0xE4, 'h', 10, (byte) 0xFF}),
                        new byte[] {0})
                .file("x".repeat(ProjectPath.MOST_BYTES), "long")
                .file("ünï/代码.txt", "unicode")
                .file(Project.path("large"), Project.noise(1, 2 * Piece.MOST + 17))
                .other(new Entry.Folder(Project.path("src"), 0755, Project.WRITTEN))
                .other(new Entry.Link(Project.path("out"), "../../etc/\u00e4"));
    }

    @Test
    void gives_back_every_byte_name_mode_and_time() {
        var left = List.of(new LeftOut("huge", "larger than 256MB"));

        var archive = odd().put(place.begin()).finish(odd().manifest(), left, place.now);

        assertThat(odd().isIn(place.newest())).isTrue();
        assertThat(place.newest().leftOut()).isEqualTo(left);
        assertThat(archive.tally().files()).isEqualTo(9);
        assertThat(archive.tally().bytes()).isEqualTo(odd().manifest().bytes());
        assertThat(archive.tally().leftOut()).isEqualTo(1);
    }

    @Test
    void a_project_of_nothing_is_one_too() {
        place.take(new Project());

        assertThat(place.newest().manifest().entries()).isEmpty();
        assertThat(place.vault.objects).hasSize(1);
    }

    @Test
    void the_same_content_is_stored_once() {
        var content = Project.noise(2, 100_000);
        var project = new Project();
        for (var i = 0; i < 50; i++) {
            project.file(Project.path("copy-" + i), content);
        }

        place.take(project);

        assertThat(stored()).isLessThan(110_000);
    }

    private long stored() {
        return place.vault.objects.values().stream().mapToLong(one -> one.length).sum();
    }

    private static Project twoThousand() {
        var project = new Project();
        for (var i = 0; i < 2_000; i++) {
            project.file(
                    "src/module-" + i % 40 + "/file-" + i + ".ts",
                    ("let x = " + i + ";\n").repeat(20));
        }
        return project;
    }

    @Test
    void an_unchanged_project_is_archived_again_by_its_manifest_alone() {
        place.take(twoThousand());
        var stores = place.vault.stores;
        var reads = place.vault.reads;
        place.later(Duration.ofMinutes(5));

        var draft = place.begin();
        assertThat(twoThousand().manifest().files()).allMatch(file -> draft.has(file.digest()));
        var archive = draft.finish(twoThousand().manifest(), List.of(), place.now);

        assertThat(place.vault.stores).isEqualTo(stores + 1);
        assertThat(place.vault.reads).isEqualTo(reads + 1);
        assertThat(archive.tally().transferred()).isZero();
        assertThat(twoThousand().isIn(place.newest())).isTrue();
    }

    @Test
    void thousands_of_small_files_are_a_few_objects_and_each_is_fetched_once() {
        place.take(twoThousand());
        assertThat(place.vault.objects).hasSize(2);

        var contents = place.newest();
        place.vault.reads = 0;
        Project.read(contents);

        assertThat(place.vault.reads).isEqualTo(1);
    }

    /** One after the other by name, they would send a reader to and fro between the objects. */
    @Test
    void files_of_several_archives_are_opened_one_by_one_and_each_object_is_fetched_once()
            throws Exception {
        var project = new Project();
        for (var taken = 0; taken < 4; taken++) {
            for (var i = 0; i < 10; i++) {
                project.file("file-" + i + "-" + taken, taken + " of " + i);
            }
            place.later(Duration.ofMinutes(5)).take(project);
        }
        var contents = place.newest();
        place.vault.reads = 0;

        var source = contents.inTurn();
        for (var entry : contents.arranged()) {
            if (entry instanceof Entry.File file) {
                try (var content = source.open(file)) {
                    assertThat(content.readAllBytes()).isEqualTo(project.files().get(file.path()));
                }
            }
        }

        assertThat(place.vault.reads).isEqualTo(4);
        assertThat(contents.arranged())
                .containsExactlyInAnyOrderElementsOf(project.manifest().entries());
    }

    @Test
    void large_content_lies_in_several_objects_that_are_each_fetched_once() {
        var project = new Project();
        for (var i = 0; i < 5; i++) {
            project.file(Project.path("large-" + i), Project.noise(i, 3_333_333));
            project.file(Project.path("small-" + i), Project.noise(100 + i, 3_333));
        }
        place.take(project);
        var contents = place.newest();
        var objects = place.vault.objects.size() - 1;
        place.vault.reads = 0;

        assertThat(project.isIn(contents)).isTrue();
        assertThat(place.vault.reads).isEqualTo(objects);
        assertThat(place.vault.objects.values()).allMatch(one -> one.length <= Packer.MOST);
    }

    @Test
    void only_what_changed_is_put() {
        place.take(twoThousand());
        place.later(Duration.ofMinutes(5));
        var changed = twoThousand().file("src/module-1/file-1.ts", "changed");

        var archive = place.take(changed);

        assertThat(archive.tally().transferred()).isEqualTo("changed".length());
        assertThat(changed.isIn(place.newest())).isTrue();
    }

    @Test
    void sessions_share_nothing() {
        place.take(twoThousand());

        var draft = place.archives.begin(new SessionId("s/2"), Place.ROOT, place.now);

        assertThat(draft.has(Project.digest("let x = 1;\n".repeat(20).getBytes(UTF_8)))).isFalse();
        assertThat(place.archives.newest(new SessionId("s/2"))).isEmpty();
    }

    @Test
    void content_that_changed_under_way_is_not_taken() throws IOException {
        var draft = place.begin();
        var promised = Project.noise(1, 3_000_000);
        var other = Project.noise(2, 3_000_000);
        var digest = Project.digest(promised);

        assertThat(draft.put(digest, other.length, new ByteArrayInputStream(other)))
                .isEqualTo(Draft.Put.DIFFERENT);
        assertThat(draft.put(digest, 2_999_999, new ByteArrayInputStream(promised)))
                .isEqualTo(Draft.Put.DIFFERENT);
        assertThat(draft.put(digest, 3_000_001, new ByteArrayInputStream(promised)))
                .isEqualTo(Draft.Put.DIFFERENT);
        assertThat(draft.put(digest, 0, InputStream.nullInputStream()))
                .isEqualTo(Draft.Put.DIFFERENT);

        assertThat(draft.has(digest)).isFalse();
        assertThat(draft.put(digest, promised.length, new ByteArrayInputStream(promised)))
                .isEqualTo(Draft.Put.STORED);
        assertThat(draft.put(digest, promised.length, new ByteArrayInputStream(promised)))
                .isEqualTo(Draft.Put.KNOWN);
    }

    @Test
    void a_project_whose_content_is_not_all_there_becomes_no_archive() {
        var draft = place.begin();
        var project = new Project().file("a", "1").file("b", "2");
        project.put(draft);

        assertThatThrownBy(
                        () -> draft.finish(project.file("c", "3").manifest(), List.of(), place.now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the content of c is not stored");
        assertThat(place.archives.newest(Place.SESSION)).isEmpty();
    }

    @Test
    void a_manifest_that_names_a_path_twice_becomes_no_archive() {
        var entry = new Entry.Folder(Project.path("a"), 0755, Project.WRITTEN);
        var manifest = new Manifest(Project.WRITTEN, List.of(entry, entry));

        assertThatThrownBy(() -> place.begin().finish(manifest, List.of(), place.now))
                .hasMessageContaining("a is in the manifest twice");
    }

    @Test
    void an_abandoned_one_leaves_nothing() {
        var draft = place.begin();
        odd().put(draft);

        draft.abandon(place.now);

        assertThat(place.vault.objects).isEmpty();
        assertThat(place.catalogue.of(Place.SESSION)).isEmpty();
    }

    @Test
    void one_that_is_finished_is_not_abandoned_any_more() {
        var draft = odd().put(place.begin());
        draft.finish(odd().manifest(), List.of(), place.now);

        draft.abandon(place.now);

        assertThat(odd().isIn(place.newest())).isTrue();
    }

    @Test
    void contents_are_put_from_many_threads_at_once() throws Exception {
        var project = new Project();
        for (var i = 0; i < 300; i++) {
            project.file(Project.path("f" + i), Project.noise(i, i % 10 == 0 ? 1_500_000 : 9_000));
        }
        var draft = place.begin();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var done =
                    project.files().values().stream()
                            .map(
                                    content ->
                                            threads.submit(
                                                    () ->
                                                            draft.put(
                                                                    Project.digest(content),
                                                                    content.length,
                                                                    new ByteArrayInputStream(
                                                                            content))))
                            .toList();
            for (var one : done) {
                assertThat(one.get()).isEqualTo(Draft.Put.STORED);
            }
        }

        draft.finish(project.manifest(), List.of(), place.now);

        assertThat(project.isIn(place.newest())).isTrue();
    }

    @Test
    void on_one_whose_manifest_is_damaged_nothing_is_built() {
        var archive = place.take(odd());
        place.later(Duration.ofMinutes(5));
        place.vault.objects.put(archive.manifest(), new byte[archive.tally().manifestBytes()]);

        var draft = odd().put(place.begin());
        assertThat(draft.base()).isEmpty();
        draft.finish(odd().manifest(), List.of(), place.now);

        assertThat(odd().isIn(place.newest())).isTrue();
    }
}
