package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
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

@DisplayName("A cell without namespaces")
class MappedMachineTest {
    @TempDir Path data;

    private Machine machine;
    private Cell cell;
    private Shell user;

    @BeforeEach
    void open() throws IOException {
        machine = Machines.mapped(data, "the test says so");
        cell = machine.start("one", data.resolve("one"));
        user = new Shell(cell, "user");
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void says_what_it_does_not_do() {
        assertThat(machine.isolation().files()).isFalse();
        assertThat(machine.isolation().explanation()).contains("the test says so");
    }

    @Test
    void has_its_home_below_the_sandboxs_folder() throws Exception {
        assertThat(user.output("pwd; echo $HOME; echo hello > note"))
                .isEqualTo((data.resolve("one/home/user") + "\n").repeat(2).strip());
        try (var note = cell.files().place("/home/user/note")) {
            assertThat(cell.files().pathOf(note)).isEqualTo("/home/user/note");
        }
    }

    @Test
    void freezes_and_thaws() throws Exception {
        Shell.Running running = user.start("echo ready; exec cat");

        cell.freeze();
        assertThat(state(running)).isEqualTo('T');
        cell.thaw();

        assertThat(running.ask("awake")).isEqualTo("awake");
    }

    private static char state(Shell.Running running) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + running.process().pid() + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void ends_with_all_that_it_started() throws Exception {
        Shell.Running running = user.start("setsid sh -c 'echo $$; exec sleep 1000' & sleep 1000");
        var daemon = ProcessHandle.of(Long.parseLong(running.first())).orElseThrow();

        cell.stop();

        assertThat(running.process().await()).isEqualTo(new CellProcess.Exit.Signal(9));
        daemon.onExit().join();
        assertThat(cell.usage().processes()).isZero();
        assertThatThrownBy(() -> user.run("true")).isInstanceOf(IOException.class);
        cell.restart();
        assertThat(user.output("echo again")).isEqualTo("again");
    }

    @Test
    void has_terminals() throws Exception {
        CellProcess process =
                cell.run(
                        new Command(
                                List.of("/bin/sh", "-c", "tty >/dev/null && stty size"),
                                Map.of("PATH", Launches.DEFAULT_PATH),
                                "/home/user",
                                "user",
                                true,
                                Optional.of(new Command.TerminalSize(90, 20))));

        assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("20 90");
    }
}
