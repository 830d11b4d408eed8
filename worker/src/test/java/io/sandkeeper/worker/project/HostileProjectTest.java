package io.sandkeeper.worker.project;

import static io.sandkeeper.worker.project.Sandboxes.ROOT;
import static io.sandkeeper.worker.project.Sandboxes.done;
import static io.sandkeeper.worker.project.Sandboxes.project;
import static io.sandkeeper.worker.project.Sandboxes.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What must be refused by name, and what must not happen outside of a root. */
final class HostileProjectTest {
    private static final Limits SMALL = Limits.usual().withBytes(1 << 20, 1 << 21);

    @RegisterExtension static final Sandboxes SANDBOXES = new Sandboxes();

    @Test
    void what_is_no_file_or_too_large_is_left_out_by_name() {
        var daemon = SANDBOXES.holding("mkfifo pipe; truncate -s 2G huge; echo a > a");
        run(
                daemon,
                "cd "
                        + ROOT
                        + "; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"sock\")'"
                        + " || perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local=>\"sock\",Listen=>1)'");

        var scan = done(project(daemon).scan());

        assertThat(paths(scan)).containsExactly("a");
        assertThat(scan.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("pipe", "it is a pipe, which has no content"),
                        new LeftOut("sock", "it is a socket, which has no content"),
                        new LeftOut("huge", "it is larger than 268435456 bytes"));
    }

    /** Nobody in a sandbox can make one; whoever runs its machine can. */
    @Test
    void devices_are_left_out_by_name() throws Exception {
        var daemon = SANDBOXES.holding("echo a > a; echo b > beside-a-device");
        var beside = whereItIs("beside-a-device");
        assumeTrue(makeDevice(beside.resolveSibling("zeros"), "c"), "no right to make a device");
        assumeTrue(makeDevice(beside.resolveSibling("disk"), "b"), "no right to make a device");

        var scan = done(project(daemon).scan());

        assertThat(paths(scan)).containsExactly("a", "beside-a-device");
        assertThat(scan.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("zeros", "it is a device, which is not a file"),
                        new LeftOut("disk", "it is a device, which is not a file"));
    }

    private static Path whereItIs(String file) throws IOException {
        try (var all = Files.find(SANDBOXES.folder(), 30, (path, _) -> path.endsWith(file))) {
            return all.findFirst().orElseThrow();
        }
    }

    private static boolean makeDevice(Path path, String kind) throws Exception {
        var made = new ProcessBuilder("mknod", "-m", "666", path.toString(), kind, "1", "5");
        return made.start().waitFor() == 0;
    }

    @Test
    void what_cannot_be_read_is_left_out_by_name() {
        var daemon =
                SANDBOXES.holding(
                        "echo a > a; echo b > b; mkdir d; echo c > d/c; chmod 000 b d; mkdir e");

        var scan = done(project(daemon).scan());

        assertThat(paths(scan)).containsExactly("a", "e");
        assertThat(scan.leftOut()).extracting(LeftOut::path).containsExactlyInAnyOrder("b", "d");
        run(daemon, "cd " + ROOT + "; chmod 700 d");
    }

    @Test
    void a_project_of_too_many_files_is_cut_and_says_so() {
        var daemon = SANDBOXES.holding("seq -f 'f%.0f' 100000 | xargs -n 5000 touch");

        var scan = done(with(daemon, Limits.usual().withEntries(2000)).scan());

        assertThat(scan.manifest().entries()).hasSize(2000);
        assertThat(scan.leftOut())
                .hasSize(1001)
                .last()
                .isEqualTo(
                        new LeftOut(
                                "97000 more", "the project has more than 2000 files and folders"));
    }

    @Test
    void a_project_that_is_too_large_is_cut_and_says_so() {
        var daemon =
                SANDBOXES.holding("for i in 1 2 3 4; do head -c 900000 /dev/urandom > f$i; done");

        var scan = done(with(daemon, SMALL).scan());

        assertThat(scan.manifest().entries()).hasSize(2);
        assertThat(scan.leftOut())
                .hasSize(2)
                .extracting(LeftOut::reason)
                .containsOnly("the project is larger than 2097152 bytes");
    }

    @Test
    void paths_longer_than_the_kernel_takes_are_left_out_by_name() {
        var daemon =
                SANDBOXES.holding(
                        "for i in $(seq 25); do n=$(printf 'd%.0s' $(seq 200)); mkdir $n; cd -P ./$n; done; echo x > f");

        var scan = done(project(daemon).scan());

        assertThat(scan.manifest().entries()).isNotEmpty();
        assertThat(scan.leftOut()).isNotEmpty();
        run(daemon, "rm -rf " + ROOT);
    }

    @Test
    void ignored_things_are_not_there_and_not_left_out_either() {
        var daemon =
                SANDBOXES.holding(
                        """
                        mkdir -p node_modules/x src/node_modules dist keep/dist
                        echo 1 > node_modules/x/a; echo 1 > src/node_modules/b; echo 1 > src/a.log; echo 1 > dist/a; echo 1 > keep/dist/b
                        echo SECRET=1 > .env; echo .env > .gitignore; echo 1 > src/important.log
                        printf '*.log\\n!important.log\\n/dist/\\n' > .sandkeeperignore
                        """);

        var scan = done(project(daemon).scan());

        assertThat(paths(scan))
                .containsExactly(
                        ".env",
                        ".gitignore",
                        ".sandkeeperignore",
                        "keep",
                        "keep/dist",
                        "keep/dist/b",
                        "src",
                        "src/important.log");
        assertThat(scan.leftOut()).isEmpty();
    }

    @Test
    void a_root_that_is_a_link_is_followed_once_and_one_that_is_everything_is_refused() {
        var daemon = SANDBOXES.daemon(SANDBOXES.make());
        run(
                daemon,
                "mkdir -p ~/real/p; echo a > ~/real/p/a; ln -s real/p ~/project; ln -s / ~/all; echo > ~/file");

        var scan = done(project(daemon).scan());

        assertThat(scan.root()).isEqualTo("/home/user/real/p");
        assertThat(paths(scan)).containsExactly("a");
        for (var wrong : List.of("/", "/proc", "/home/user/all", "/home/user/file")) {
            var refused = new ProjectFolder(daemon, wrong, IgnoreRules.usual(), Limits.usual());
            assertThat(failure(refused.scan())).isInstanceOf(Failure.Permanent.class);
        }
    }

    @Test
    void nothing_is_written_through_a_link_that_is_in_the_way() {
        var daemon =
                SANDBOXES.holding(
                        "mkdir ~/outside; echo kept > ~/outside/a; ln -s ~/outside d; ln -s ~/outside/a f; mkdir -p g/h; echo x > g/h/i");
        var contents = new Contents();
        var entries =
                List.of(
                        folder("d"),
                        contents.file("d/a", "new"),
                        contents.file("f", "new"),
                        contents.file("g", "a file now"));

        done(project(daemon).deliver(entries, contents, Progress.UNHEARD));
        done(project(daemon).deliver(entries, contents, Progress.UNHEARD));

        assertThat(done(project(daemon).verify(entries))).isEmpty();
        assertThat(run(daemon, "cat ~/outside/a; ls ~/outside")).isEqualTo("kept\na\n");
    }

    @Test
    void a_manifest_that_writes_below_its_own_link_is_refused() {
        var daemon = SANDBOXES.holding("true");
        var contents = new Contents();

        var answer =
                project(daemon)
                        .deliver(
                                List.of(
                                        new Entry.Link(new ProjectPath("d"), "/tmp"),
                                        contents.file("d/a", "x")),
                                contents,
                                Progress.UNHEARD);

        assertThat(failure(answer)).isInstanceOf(Failure.Permanent.class);
    }

    @Test
    void content_that_is_not_what_its_hash_says_is_not_delivered() {
        var daemon = SANDBOXES.holding("true");
        var contents = new Contents();
        var file = contents.file("a", "right");
        contents.kept.put(file.digest(), "wrong".getBytes(StandardCharsets.UTF_8));

        var answer = project(daemon).deliver(List.of(file), contents, Progress.UNHEARD);

        assertThat(failure(answer)).isInstanceOf(Failure.Permanent.class);
        assertThat(run(daemon, "ls " + ROOT)).isEmpty();
    }

    @Test
    void a_sandbox_that_lies_is_not_believed() {
        var daemon = SANDBOXES.holding("echo one > a");
        var files = done(project(daemon).scan()).manifest().files().toList();
        for (var lie :
                List.of(
                        "head -c 5000000 /dev/urandom",
                        list("-5", "./x"),
                        list("5", "/etc/passwd"),
                        "head -c 100000 /dev/zero")) {
            var lying =
                    Interfering.after(
                            daemon,
                            Script.LIST,
                            () -> run(daemon, lie + " > $(ls -d /tmp/.sandkeeper-*)/list"));
            assertThat(project(lying).scan()).as(lie).isInstanceOf(Answer.Failed.class);
        }
        var outside =
                Interfering.after(
                        daemon,
                        Script.LIST,
                        () ->
                                run(
                                        daemon,
                                        list("5", "./../../x")
                                                + " > $(ls -d /tmp/.sandkeeper-*)/list"));
        assertThat(done(project(outside).scan()).leftOut()).hasSize(1);
        var swapped =
                Interfering.after(
                        daemon,
                        Script.PACK,
                        () ->
                                run(
                                        daemon,
                                        "cd /tmp; echo two > a; tar -cf $(ls -d /tmp/.sandkeeper-*)/part-0 ./a; rm a"));
        assertThat(done(project(swapped).fetch(files, new Contents())).files()).isEmpty();
    }

    /** A command that prints a list of one file. */
    @Test
    void rules_that_would_take_for_ever_are_given_back_to_their_owner() {
        var daemon =
                SANDBOXES.holding(
                        """
                        rule="*$(printf 'a%.0s' $(seq 125))b"
                        for n in $(seq 250); do echo "$rule"; done > .sandkeeperignore
                        name=$(printf 'a%.0s' $(seq 245))
                        for n in $(seq 100 400); do touch "$name$n"; done
                        """);

        var failure = failure(project(daemon).scan());

        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.evidence()).contains("make them simpler");
    }

    private static String list(String size, String path) {
        return "printf '%%s|' r f 644 %s 1.0 1.0 %s '' end 0 | tr '|' '\\0'".formatted(size, path);
    }

    private static ProjectFolder with(Daemon daemon, Limits limits) {
        return new ProjectFolder(daemon, ROOT, IgnoreRules.usual(), limits);
    }

    private static List<String> paths(Scan scan) {
        return scan.manifest().entries().stream().map(entry -> entry.path().bytes()).toList();
    }

    private static Entry folder(String path) {
        return new Entry.Folder(new ProjectPath(path), 0755, Instant.EPOCH);
    }

    private static Failure failure(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<?>) answer).failure();
    }
}
