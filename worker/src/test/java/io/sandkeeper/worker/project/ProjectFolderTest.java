package io.sandkeeper.worker.project;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.project;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Daemon;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Projects in real sandboxes. */
final class ProjectFolderTest {
    /** What people and attackers call their files. */
    private static final String TRICKS =
            """
            mkdir -p %1$s/src/deep/er && cd %1$s
            echo hello > src/a.txt; echo deep > src/deep/er/b; chmod 755 src/a.txt; chmod 750 src/deep
            touch -d '2001-02-03 04:05:06.123456789' src/deep/er/b
            : > empty; mkdir 'empty folder'
            echo 1 > '-rf'; echo 2 > '-'; echo 3 > 'with space'; echo 4 > $'new\\nline'; echo 5 > "quo'te\\""
            echo 6 > '$(touch pwned)'; echo 7 > '`touch pwned`;&|<>*?[]'; echo 8 > 'back\\slash'
            echo 9 > $'\\xff\\xfe bytes'; echo 10 > 'ünïcödé 漢字'; echo 11 > '--checkpoint-action=exec=sh'; echo 12 > '@list'
            mkdir -- '-folder' $'fol\\xffder'; echo 13 > ./-folder/x; echo 14 > $'fol\\xffder/y'
            echo 15 > "$(printf 'n%%.0s' $(seq 255))"
            ln -s a.txt src/link; ln -s ../.. up; ln -s /etc/passwd outside; ln -s loop loop; ln -s nowhere $'dangling \\xff'
            ln -s src linked-folder; ln -s link src/chain; ln -s "$(printf 'x%%.0s' $(seq 300))" long-target
            echo hard > hard1; ln hard1 hard2
            (path=.; for i in $(seq 20); do path=$path/$(printf 'd%%.0s' $(seq 60)); done; mkdir -p $path; echo deep > $path/file)
            """
                    .formatted(ROOT);

    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void a_project_that_is_not_there_is_empty() {
        var project = project(SANDBOXES.daemon(SANDBOXES.make()));

        var scan = done(project.scan());

        assertThat(scan.manifest().entries()).isEmpty();
        assertThat(scan.leftOut()).isEmpty();
    }

    @Test
    void every_name_is_kept_as_it_is() {
        var daemon = SANDBOXES.daemon(SANDBOXES.make());
        run(daemon, TRICKS);

        var scan = done(project(daemon).scan());

        assertThat(scan.leftOut()).isEmpty();
        assertThat(paths(scan))
                .contains(
                        "-rf",
                        "-",
                        "new\nline",
                        "quo'te\"",
                        "$(touch pwned)",
                        "\u00ff\u00fe bytes",
                        "fol\u00ffder/y",
                        "n".repeat(255),
                        "empty folder",
                        "hard1",
                        "hard2")
                .doesNotContain("pwned");
        assertThat(link(scan, "outside")).isEqualTo("/etc/passwd");
        assertThat(link(scan, "loop")).isEqualTo("loop");
        assertThat(link(scan, "long-target")).isEqualTo("x".repeat(300));
    }

    @Test
    void a_project_arrives_elsewhere_as_it_was() {
        var old = SANDBOXES.daemon(SANDBOXES.make());
        run(old, TRICKS);
        var contents = new Contents();
        var scan = done(project(old).scan());

        var fetched = done(project(old).fetch(scan.manifest().files().toList(), contents));
        var fresh = SANDBOXES.daemon(SANDBOXES.make());
        var moved = new ArrayList<Long>();
        var delivered =
                done(
                        project(fresh)
                                .deliver(
                                        scan.manifest().entries(),
                                        contents,
                                        (bytes, _) -> moved.add(bytes)));

        assertThat(fetched.files())
                .containsExactlyInAnyOrderElementsOf(scan.manifest().files().toList());
        assertThat(delivered.bytes()).isEqualTo(scan.manifest().bytes());
        assertThat(moved).isSorted().last().isEqualTo(scan.manifest().bytes());
        assertThat(done(project(fresh).verify(scan.manifest().entries()))).isEmpty();
        assertThat(done(project(fresh).scan()).manifest().entries())
                .isEqualTo(scan.manifest().entries());
        assertNothingLeft(old);
        assertNothingLeft(fresh);
    }

    @Test
    void a_project_moves_from_sandbox_to_sandbox() {
        var old = SANDBOXES.daemon(SANDBOXES.make());
        run(old, TRICKS);
        var scan = done(project(old).scan());
        var fresh = SANDBOXES.daemon(SANDBOXES.make());

        var transfer = project(old).transferTo(project(fresh), Progress.UNHEARD);

        assertThat(transfer).isInstanceOf(Transfer.Moved.class);
        var moved = (Transfer.Moved) transfer;
        assertThat(moved.leftOut()).isEmpty();
        assertThat(moved.manifest().entries())
                .containsExactlyInAnyOrderElementsOf(scan.manifest().entries());
        assertThat(done(project(fresh).scan()).manifest().entries())
                .isEqualTo(scan.manifest().entries());
        assertNothingLeft(old);
        assertNothingLeft(fresh);
    }

    private static void assertNothingLeft(Daemon daemon) {
        assertThat(run(daemon, "ls -A /tmp /dev/shm | grep sandkeeper || echo nothing"))
                .isEqualTo("nothing\n");
    }

    private static List<String> paths(Scan scan) {
        return scan.manifest().entries().stream().map(entry -> entry.path().bytes()).toList();
    }

    private static String link(Scan scan, String path) {
        return scan.manifest().entries().stream()
                .filter(entry -> entry.path().bytes().equals(path))
                .map(entry -> ((Entry.Link) entry).target())
                .findFirst()
                .orElseThrow();
    }
}
