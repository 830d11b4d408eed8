package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandkeeper.sandboxserver.linux.ProcessTable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@DisplayName("A cell with namespaces")
class NamespacedMachineTest {
    @TempDir private static Path data;

    private static Machine machine;

    private Cell cell;

    @BeforeAll
    static void open() throws IOException {
        machine = Machines.open(data);
        assumeTrue(
                machine.isolation().network(),
                () -> "skipped: " + machine.isolation().explanation());
    }

    @AfterAll
    static void close() {
        machine.close();
    }

    @BeforeEach
    void start() throws IOException {
        cell = machine.start("one", data.resolve("one"));
    }

    @AfterEach
    void end() throws IOException {
        machine.erase("one", data.resolve("one"));
    }

    private Shell user() {
        return new Shell(cell, "user");
    }

    private Shell root() {
        return new Shell(cell, "root");
    }

    @Test
    void has_the_users_that_a_sandbox_has() throws Exception {
        assertThat(user().output("whoami; id -u; pwd; echo ~"))
                .isEqualTo("user\n1000\n/home/user\n/home/user");
        assertThat(root().output("whoami; id -u; pwd; echo ~")).isEqualTo("root\n0\n/root\n/root");
        assertThat(user().output("stat -c %U:%G:%a /home/user /tmp; hostname"))
                .isEqualTo("user:user:755\nroot:root:1777\ne2b.local");
    }

    @Test
    void reports_exit_codes_and_signals() throws Exception {
        assertThat(user().run("exit 3").exit()).isEqualTo(new CellProcess.Exit.Code(3));
        assertThat(user().run("kill -TERM $$").exit()).isEqualTo(new CellProcess.Exit.Signal(15));

        Shell.Running running = user().start("echo ready; cat");
        running.process().signal(9);
        assertThat(running.process().await()).isEqualTo(new CellProcess.Exit.Signal(9));
    }

    @Test
    void passes_input_and_the_end_of_it() throws Exception {
        CellProcess process = cell.run(Shell.command("user", true, "wc -c"));

        byte[] much = new byte[300_000];
        process.input().write(much);
        process.input().close();

        assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("300000");
    }

    @Test
    void lets_a_command_open_its_own_standard_streams() throws Exception {
        Shell.Said said = user().run("echo out >/dev/stdout; echo err >/dev/stderr");

        assertThat(said.output()).isEqualTo("out");
        assertThat(said.error()).isEqualTo("err");
    }

    @Test
    void refuses_a_program_that_is_not_there() {
        assertThatThrownBy(
                        () ->
                                cell.run(
                                        new Command(
                                                List.of("no-such-program"),
                                                Map.of(),
                                                "/",
                                                "user",
                                                false,
                                                Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void tells_the_pid_that_the_command_sees() throws Exception {
        Shell.Running running = user().start("echo $$; cat");

        assertThat(running.first()).isEqualTo(Integer.toString(running.process().pid()));
        assertThat(user().run("kill -0 " + running.process().pid()).exit())
                .isEqualTo(new CellProcess.Exit.Code(0));
    }

    @Test
    void freezes_and_thaws_with_the_same_pids() throws Exception {
        Shell.Running running =
                user().start("(trap '' HUP; while :; do :; done) & echo $$; exec cat");
        String before = user().output("echo /proc/[0-9]*");

        cell.freeze();

        assertThat(states()).containsOnly('T');
        cell.thaw();
        assertThat(states()).isNotEmpty().doesNotContain('T');
        assertThat(running.ask("awake")).isEqualTo("awake");
        assertThat(user().output("echo /proc/[0-9]*").split(" "))
                .contains("/proc/" + running.first())
                .hasSameSizeAs(before.split(" "));
    }

    @Test
    void leaves_stopped_what_was_stopped_before() throws Exception {
        Shell.Running running = user().start("echo ready; exec cat");
        running.process().signal(19);
        while (!states().equals(List.of('T'))) {
            Thread.onSpinWait();
        }

        cell.freeze();
        cell.thaw();

        assertThat(states()).containsExactly('T');
    }

    @Test
    void freezes_a_family_that_forks_all_the_time() throws Exception {
        user().start("f() { while :; do (:) ; done; }; f & f & f & echo ready; wait");

        cell.freeze();

        assertThat(states())
                .hasSizeGreaterThanOrEqualTo(4)
                .containsAnyOf('T')
                .doesNotContain('R', 'S');
        cell.thaw();
    }

    private List<Character> states() throws IOException {
        var walk = ((NamespacedCell) cell).walk();
        return new ProcessTable(walk)
                .entries().stream()
                        .filter(process -> process.pid() != 1 && !process.isZombie())
                        .map(ProcessTable.Entry::state)
                        .toList();
    }

    @Test
    void clears_orphans_away() throws Exception {
        user().run("(sleep 0.01 & sleep 0.01 & sleep 0.01 &); sleep 0.2");

        assertThat(user().output("grep -l zombie /proc/[0-9]*/status")).isEmpty();
    }

    @Test
    void measures_what_it_uses() throws Exception {
        Cell.Usage empty = cell.usage();
        user().start("x=$(head -c 20000000 /dev/zero | tr '\\0' x); echo ready; cat; :");

        Cell.Usage used = cell.usage();

        assertThat(empty).isEqualTo(new Cell.Usage(0, 0, 0));
        assertThat(used.memoryBytes()).isGreaterThan(20_000_000);
        assertThat(used.cpuNanos()).isPositive();
        assertThat(used.processes()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void keeps_its_files_over_a_stop_and_boots_anew() throws Exception {
        Shell.Running running = user().start("echo kept > note; echo ready; cat");
        String boot = user().output("cat /proc/sys/kernel/random/boot_id");

        cell.stop();
        assertThat(running.process().await()).isEqualTo(new CellProcess.Exit.Signal(9));
        cell.restart();

        assertThat(user().output("cat note")).isEqualTo("kept");
        assertThat(user().output("cat /proc/sys/kernel/random/boot_id"))
                .hasSize(36)
                .isNotEqualTo(boot);
        assertThat(user().output("echo /proc/[0-9]*").split(" ")).hasSize(2);
    }

    @Test
    void leaves_nothing_after_its_end() throws Exception {
        user().start("setsid sh -c 'trap \"\" TERM HUP; echo $$; sleep 1000' & cat");
        int holder = ((NamespacedCell) cell).holderPid();
        assertThat(ProcessHandle.of(holder)).isPresent();

        machine.erase("one", data.resolve("one"));

        assertThat(ProcessHandle.of(holder).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(data.resolve("one")).doesNotExist();
        try (var records = Files.list(data.resolve(".machine/cells"))) {
            assertThat(records.map(Path::getFileName).map(Path::toString)).isEmpty();
        }
    }

    @Test
    void has_terminals() throws Exception {
        var size = new Command.TerminalSize(81, 25);
        CellProcess process =
                cell.run(
                        new Command(
                                List.of("/bin/bash", "--norc", "-i"),
                                Map.of("PATH", Launches.DEFAULT_PATH, "TERM", "xterm", "PS1", ""),
                                "/home/user",
                                "user",
                                true,
                                Optional.of(size)));
        var lines = new TerminalLines(process);

        assertThat(lines.after("tty; echo $((6*7))", "42")).contains("/dev/pts/");
        assertThat(lines.after("stty size; echo $((6*7))", "42")).contains("25 81");
        process.resize(new Command.TerminalSize(100, 30));
        assertThat(lines.after("stty size; echo $((6*7))", "42")).contains("30 100");

        lines.after("sh -c 'echo $((6*7)); exec sleep 1000'", "42");
        lines.type("\u0003");
        lines.after("echo $((6*7))", "42");
        lines.type("exit 7\n");
        assertThat(process.await()).isEqualTo(new CellProcess.Exit.Code(7));
        assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8))
                .contains("exit");
    }

    @Test
    void starts_hundreds_at_once() throws Exception {
        long before = openPipes();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var commands =
                    IntStream.range(0, 300)
                            .mapToObj(i -> threads.submit(() -> user().output("echo " + i)))
                            .toList();
            for (int i = 0; i < commands.size(); i++) {
                assertThat(commands.get(i).get()).isEqualTo(Integer.toString(i));
            }
        }
        assertThat(openPipes()).isEqualTo(before);
    }

    private static long openPipes() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(NamespacedMachineTest::isPipe).count();
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException _) {
            return false;
        }
    }
}
