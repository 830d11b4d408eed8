package io.sandkeeper.sandboxserver.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@DisplayName("A sandbox's files")
class LayersTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private Path from;
    private Path to;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        from = Files.createDirectories(folder.resolve("from"));
        to = Files.createDirectories(folder.resolve("to"));
        Files.createDirectories(from.resolve("home/user/deep"));
    }

    @Test
    @DisplayName("are copied with their modes, times and links")
    void areCopied() throws IOException {
        Path file = Files.writeString(from.resolve("home/user/deep/run"), "#!");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-x---"));
        Files.setLastModifiedTime(file, LONG_AGO);
        Files.createSymbolicLink(from.resolve("home/user/link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(from.resolve("home/user/broken"), Path.of("nowhere"));
        Path closed = from.resolve("home/user/deep");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        Files.setLastModifiedTime(closed, LONG_AGO);

        Layers.take(from, to);

        Path copy = to.resolve("home/user/deep/run");
        assertThat(copy).hasContent("#!");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("r-xr-x---");
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(to.resolve("home/user/deep"))).isEqualTo(LONG_AGO);
        assertThat(Files.readSymbolicLink(to.resolve("home/user/link"))).hasToString("/etc/passwd");
        assertThat(Files.readSymbolicLink(to.resolve("home/user/broken"))).hasToString("nowhere");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                to.resolve("home/user/deep"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    @DisplayName("are copied without sockets, and without what is not the sandbox's")
    void leavesOutTheRest() throws IOException {
        Files.createDirectories(from.resolve("run"));
        Path socket = from.resolve("home/user/s");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));

            Layers.take(from, to);
        }

        assertThat(Files.exists(to.resolve("home/user/s"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(to.resolve("run")).doesNotExist();
    }

    @Test
    @DisplayName("lie over each other in the order of the layers")
    void lieOverEachOther(@TempDir Path other) throws IOException {
        Files.writeString(from.resolve("home/user/a"), "below");
        Files.writeString(from.resolve("home/user/b"), "below");
        Files.createDirectories(other.resolve("home/user"));
        Files.writeString(other.resolve("home/user/a"), "above");

        Layers.lay(
                new Template(
                        "t",
                        List.of(),
                        List.of(from, other),
                        Optional.empty(),
                        "/home/user",
                        Instant.EPOCH,
                        Optional.empty()),
                to);

        assertThat(to.resolve("home/user/a")).hasContent("above");
        assertThat(to.resolve("home/user/b")).hasContent("below");
    }
}
