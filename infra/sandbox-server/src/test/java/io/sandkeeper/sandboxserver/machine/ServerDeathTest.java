package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@DisplayName("A server in a process of its own")
class ServerDeathTest {
    @TempDir Path data;

    private Optional<Process> server = Optional.empty();

    @AfterEach
    void end() {
        server.ifPresent(Process::destroyForcibly);
    }

    private BufferedReader start(List<String> prefix, String kind) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ownClasses(),
                        FirstLife.class.getName(),
                        data.toString(),
                        kind));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process started = builder.start();
        server = Optional.of(started);
        return started.inputReader();
    }

    /** The folders of this module: another user may not see the libraries, and needs none. */
    private static String ownClasses() {
        return Stream.of(FirstLife.class, Machines.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "mapped"})
    void leaves_nothing_to_the_next_one_when_it_is_killed(String kind) throws Exception {
        BufferedReader said = start(List.of(), kind);
        assertThat(said.readLine()).isNotNull();
        for (int i = 0; i < 4; i++) {
            assertThat(said.readLine()).isNotNull();
        }
        List<ProcessHandle> children = server.orElseThrow().descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        server.orElseThrow().destroyForcibly().waitFor();
        try (Machine next =
                kind.equals("mapped")
                        ? Machines.mapped(data, "the test says so")
                        : Machines.open(data)) {
            next.cleanUpAfterCrash();

            for (ProcessHandle child : children) {
                child.onExit().join();
            }
            assertThat(data.resolve("one")).doesNotExist();
            assertThat(next.start("one", data.resolve("one")).usage().processes()).isZero();
        }
    }

    @Test
    void works_as_a_user_who_is_not_root() throws Exception {
        assumeTrue(
                Files.getOwner(Path.of("/proc/self")).getName().equals("root"),
                "skipped: only root can become another user");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        BufferedReader said =
                start(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        "best");

        String isolation = said.readLine();
        assumeTrue(isolation != null, "skipped: another user may not read the classes");
        assumeTrue(isolation.startsWith("true"), "skipped: this host allows no user namespaces");
        assertThat(isolation).isEqualTo("true true user");
        assertThat(said.readLine()).matches("user [5-9]");
        assertThat(said.readLine()).isEqualTo("connected true");
        assertThat(said.readLine()).isEqualTo("/dev/pts/0 20 90 user");
        assertThat(said.readLine()).isEqualTo("awake");
        List<ProcessHandle> children = server.orElseThrow().descendants().toList();

        server.orElseThrow().outputWriter().append('\n').flush();

        assertThat(server.orElseThrow().waitFor()).isZero();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
}
