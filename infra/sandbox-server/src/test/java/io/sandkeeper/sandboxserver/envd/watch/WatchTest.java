package io.sandkeeper.sandboxserver.envd.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.sandboxserver.envd.watch.Change.Kind;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.MappedWalk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledOnOs(OS.LINUX)
@Timeout(20)
class WatchTest {
    @TempDir Path home;
    private final BlockingQueue<Change> told = new LinkedBlockingQueue<>();
    private FileTree files;
    private Path watched;

    @BeforeEach
    void makeDirectory() throws IOException {
        files = new FileTree(new MappedWalk(Map.of("/home", home.toString()), "/nowhere"), false);
        watched = Files.createDirectory(home.resolve("watched"));
    }

    private Watch watch(boolean recursive) throws IOException {
        return Watch.open(files, "/home/watched", recursive, told::add);
    }

    /** What is told up to and with a file that is made last. */
    private List<String> toldUntilMarked() throws Exception {
        Files.createFile(watched.resolve("mark"));
        var all = new ArrayList<String>();
        for (var next = next(); !next.name().equals("mark"); next = next()) {
            all.add(next.kind() + " " + next.name());
        }
        return all;
    }

    private Change next() throws InterruptedException {
        var next = told.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a change within 10 s").isNotNull();
        return Objects.requireNonNull(next);
    }

    @Test
    void tells_each_kind_of_change_by_its_name() throws Exception {
        try (var _ = watch(false)) {
            var file = Files.writeString(watched.resolve("ä b.txt"), "x");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.move(file, watched.resolve("new"));
            Files.delete(watched.resolve("new"));

            assertThat(toldUntilMarked())
                    .containsExactly(
                            "CREATE ä b.txt",
                            "WRITE ä b.txt",
                            "CHMOD ä b.txt",
                            "RENAME ä b.txt",
                            "CREATE new",
                            "REMOVE new");
        }
    }

    @Test
    void tells_the_path_as_the_sandbox_sees_it() throws Exception {
        try (var _ = watch(false)) {
            Files.createFile(watched.resolve("a"));

            assertThat(next()).isEqualTo(new Change(Kind.CREATE, "a", "/home/watched/a"));
        }
    }

    @Test
    void leaves_directories_below_alone_unless_asked() throws Exception {
        Files.createDirectory(watched.resolve("old"));
        try (var _ = watch(false)) {
            Files.createFile(watched.resolve("old/a"));
            Files.createDirectory(watched.resolve("new"));
            Files.createFile(watched.resolve("new/b"));

            assertThat(toldUntilMarked()).containsExactly("CREATE new");
        }
    }

    @Test
    void follows_directories_below_old_and_new() throws Exception {
        Files.createDirectories(watched.resolve("old/deep"));
        try (var _ = watch(true)) {
            Files.createFile(watched.resolve("old/deep/a"));
            assertThat(toldUntilMarked()).containsExactly("CREATE old/deep/a");
            Files.delete(watched.resolve("mark"));
            next();

            Files.createDirectories(watched.resolve("new/er/st"));
            Files.writeString(watched.resolve("new/er/st/b"), "x");
            var all = toldUntilMarked();
            assertThat(all).contains("CREATE new");
            // The rest may come behind the mark, by a scan or by the kernel, but each once.
            while (all.stream().noneMatch(it -> it.equals("WRITE new/er/st/b"))) {
                var next = next();
                all.add(next.kind() + " " + next.name());
            }
            assertThat(all.stream().filter(it -> it.startsWith("CREATE")))
                    .containsExactly(
                            "CREATE new",
                            "CREATE new/er",
                            "CREATE new/er/st",
                            "CREATE new/er/st/b");
        }
    }

    @Test
    void calls_what_moved_by_its_new_name() throws Exception {
        Files.createDirectories(watched.resolve("old/deep"));
        try (var _ = watch(true)) {
            Files.move(watched.resolve("old"), watched.resolve("new"));
            while (!next().name().equals("new/deep")) {
                // The move itself.
            }
            Files.createFile(watched.resolve("new/deep/a"));

            var names = toldUntilMarked();
            assertThat(names).contains("CREATE new/deep/a").noneMatch(it -> it.contains("old"));
        }
    }

    @Test
    void does_not_follow_a_link_out() throws Exception {
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        try (var _ = watch(true)) {
            Files.createSymbolicLink(watched.resolve("link"), elsewhere);
            assertThat(toldUntilMarked()).containsExactly("CREATE link");
            Files.delete(watched.resolve("mark"));
            next();

            Files.createFile(elsewhere.resolve("a"));
            assertThat(toldUntilMarked()).isEmpty();
        }
    }

    @Test
    void says_nothing_more_when_closed() throws Exception {
        var watch = watch(true);
        watch.close();
        watch.close();

        Files.createFile(watched.resolve("a"));
        assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void watches_no_file_and_nothing_that_is_not_there() throws Exception {
        Files.createFile(watched.resolve("file"));

        assertThatThrownBy(() -> Watch.open(files, "/home/nowhere", false, told::add))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Watch.open(files, "/home/watched/file", false, told::add))
                .isInstanceOf(IOException.class);
    }

    @Test
    void survives_directories_that_come_and_go() throws Exception {
        try (var _ = watch(true)) {
            for (int i = 0; i < 200; i++) {
                var directory = Files.createDirectories(watched.resolve("d/e/f"));
                Files.createFile(directory.resolve("g"));
                Files.delete(directory.resolve("g"));
                Files.delete(directory);
                Files.delete(watched.resolve("d/e"));
                Files.delete(watched.resolve("d"));
            }
            Files.createDirectories(watched.resolve("last/one"));
            while (!next().name().equals("last/one")) {
                // All the others.
            }
            Files.createFile(watched.resolve("last/one/file"));

            assertThat(next().name()).isEqualTo("last/one/file");
        }
    }
}
