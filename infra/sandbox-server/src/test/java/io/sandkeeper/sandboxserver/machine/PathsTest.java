package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandkeeper.sandboxserver.linux.Owner;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

@ParameterizedClass
@EnumSource
@DisplayName("A sandbox's path")
class PathsTest {
    enum Kind {
        NAMESPACED,
        MAPPED
    }

    @TempDir private static Path folder;

    private static final Map<Kind, Machine> MACHINES = new EnumMap<>(Kind.class);

    @TempDir Path outside;

    private final Kind kind;
    private final Machine machine;
    private final Path data;
    private final Path home;
    private final Cell cell;

    PathsTest(Kind kind) throws IOException {
        this.kind = kind;
        this.machine = Objects.requireNonNull(MACHINES.get(kind));
        assumeTrue(
                kind == Kind.MAPPED || machine.isolation().files(),
                () -> "skipped: " + machine.isolation().explanation());
        this.data = folder.resolve(kind.name().toLowerCase(Locale.ROOT)).toRealPath();
        this.cell = machine.start("one", data.resolve("one"));
        this.home = data.resolve("one/home/user");
    }

    @BeforeAll
    static void openMachines() throws IOException {
        MACHINES.put(Kind.NAMESPACED, Machines.open(folder.resolve("namespaced")));
        MACHINES.put(Kind.MAPPED, Machines.mapped(folder.resolve("mapped"), "the test says so"));
    }

    @AfterAll
    static void closeMachines() {
        MACHINES.values().forEach(Machine::close);
    }

    @AfterEach
    void erase() throws IOException {
        machine.erase("one", data.resolve("one"));
    }

    @Test
    void leads_into_the_sandboxs_own_folder() throws Exception {
        Files.createDirectories(home.resolve("a/b"));

        assertThat(cell.onHost("/home/user/a/b")).isEqualTo(home.resolve("a/b"));
        assertThat(cell.onHost("/home/user/a/../a/./b/new/file"))
                .isEqualTo(home.resolve("a/b/new/file"));
        assertThat(cell.inside(home.resolve("a/b"))).isEqualTo("/home/user/a/b");
        assertThat(cell.onHost("/tmp/x")).isEqualTo(data.resolve("one/tmp/x"));
    }

    @Test
    void follows_links_as_the_sandbox_does() throws Exception {
        Files.createDirectories(home.resolve("real"));
        Files.writeString(home.resolve("real/file"), "inside");
        Files.createSymbolicLink(home.resolve("absolute"), Path.of("/home/user/real"));
        Files.createSymbolicLink(home.resolve("relative"), Path.of("../user/real"));
        Files.createSymbolicLink(home.resolve("deep"), Path.of("../../../../../../home/user/real"));

        for (String link : new String[] {"absolute", "relative", "deep"}) {
            Path host = cell.onHost("/home/user/" + link + "/file");
            assertThat(host).isEqualTo(home.resolve("real/file"));
        }
    }

    @Test
    void does_not_lead_out() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Path target = Files.createDirectories(data.resolve("other/home"));
        Files.createSymbolicLink(home.resolve("out"), target);
        Files.createSymbolicLink(home.resolve("dangling"), outside.resolve("not-yet"));
        Files.createSymbolicLink(home.resolve("loop"), Path.of("loop"));
        String up = "/home/user/../../../../../../../../../..";

        assertThatThrownBy(() -> cell.onHost("/home/user/a\0b"))
                .isInstanceOf(InvalidPathException.class);
        assertThatThrownBy(() -> cell.onHost("/home/user/loop/x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> cell.onHost("/home/user/dangling"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> cell.onHost("/home/user/out")).isInstanceOf(IOException.class);
        assertThat(cell.onHost(up + "/tmp/x")).isEqualTo(data.resolve("one/tmp/x"));
        if (kind == Kind.NAMESPACED) {
            assertThat(Files.exists(cell.onHost(up + secret))).isFalse();
        }
    }

    @Test
    void writes_through_links_stay_inside() throws Exception {
        Files.createSymbolicLink(home.resolve("file"), Path.of("/home/user/real-file"));

        try (var written = cell.files().writable("/home/user/file", Owner.ROOT)) {
            assertThat(cell.files().pathOf(written)).isEqualTo("/home/user/real-file");
        }

        assertThat(home.resolve("real-file")).exists();
    }

    @Test
    void cannot_be_changed_to_lead_out_while_it_is_used() throws Exception {
        Files.createDirectories(home.resolve("spare"));
        var swapper =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!Thread.currentThread().isInterrupted()) {
                                        swap();
                                    }
                                });
        int written = 0;
        for (int i = 0; i < 3000 || written < 20; i++) {
            try (var _ = cell.files().writable("/home/user/swapped/file", Owner.ROOT)) {
                written++;
            } catch (IOException _) {
                // The directory was a link to nowhere, or not there, at that moment.
            }
        }
        swapper.interrupt();
        swapper.join();

        assertThat(outside.resolve("file")).doesNotExist();
    }

    @Test
    void does_not_write_into_processes() throws IOException {
        Path self = Path.of("/proc/1/mem");
        Files.createSymbolicLink(home.resolve("memory"), self);

        for (String path : new String[] {"/proc/1/mem", "/home/user/memory"}) {
            assertThatThrownBy(() -> cell.files().writable(path, Owner.ROOT).close())
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void does_not_write_into_fifos_devices_or_directories() throws Exception {
        new Shell(cell, "user").run("mkfifo fifo");

        for (String path : new String[] {"/home/user/fifo", "/dev/null", "/home/user"}) {
            assertThatThrownBy(() -> cell.files().writable(path, Owner.ROOT).close())
                    .isInstanceOf(IOException.class);
        }
    }

    private void swap() {
        Path swapped = home.resolve("swapped");
        try {
            Files.move(home.resolve("spare"), swapped);
            Files.move(swapped, home.resolve("spare"));
            // On the host this would lead out; the sandbox has nothing there.
            Files.createSymbolicLink(swapped, Path.of("/home/user/../../" + outside));
            Files.delete(swapped);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
