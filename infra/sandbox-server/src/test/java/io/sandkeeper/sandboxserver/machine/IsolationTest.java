package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

@DisplayName("A cell with namespaces, to others,")
class IsolationTest {
    @TempDir private static Path data;

    private static Machine machine;

    private Cell cell;
    private Cell other;

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
        other = machine.start("two", data.resolve("two"));
    }

    @AfterEach
    void end() throws IOException {
        machine.erase("one", data.resolve("one"));
        machine.erase("two", data.resolve("two"));
    }

    private Shell user() {
        return new Shell(cell, "user");
    }

    private Shell root() {
        return new Shell(cell, "root");
    }

    @Test
    void keeps_its_files_from_others() throws Exception {
        root().run("echo one-s-secret | tee /home/user/s /root/s /tmp/s");
        Shell stranger = new Shell(other, "root");

        assertThat(root().output("cat /home/user/s /root/s /tmp/s"))
                .isEqualTo("one-s-secret\none-s-secret\none-s-secret");
        assertThat(stranger.output("ls /home/user /root /tmp | grep -w s")).isEmpty();
        assertThat(stranger.output("ls -d " + data + " " + data.resolve("one") + " /proc/1/root/"))
                .isEmpty();
        assertThat(
                        stranger.output(
                                "grep -rl one-s-secret / --exclude-dir=proc --exclude-dir=usr --exclude-dir=opt"))
                .isEmpty();
    }

    @Test
    void gives_its_root_no_power_over_the_host() throws Exception {
        assertThat(root().run("umount /tmp").exit()).isNotEqualTo(new CellProcess.Exit.Code(0));
        assertThat(root().run("mount -t tmpfs x /mnt").exit())
                .isNotEqualTo(new CellProcess.Exit.Code(0));
        assertThat(root().run("touch /usr/x /etc/x /x").output()).isEmpty();
        assertThat(root().run("mknod /tmp/disk b 254 0").exit())
                .isNotEqualTo(new CellProcess.Exit.Code(0));
        assertThat(root().run("echo x >/proc/sys/kernel/core_pattern").error()).isNotEmpty();
        assertThat(root().run("echo x >/proc/sysrq-trigger").error()).isNotEmpty();
        assertThat(root().output("cat /etc/shadow /proc/1/environ; ls /proc/1/root/")).isEmpty();
        assertThat(Path.of("/usr/x")).doesNotExist();
    }

    @Test
    void hides_its_processes_from_others_and_from_their_signals() throws Exception {
        Shell.Running running = user().start("echo ready; exec cat");
        Shell stranger = new Shell(other, "root");

        String seen = stranger.output("for p in /proc/[0-9]*; do cat $p/comm; done");
        stranger.run(
                "trap '' TERM HUP; kill -HUP -1; for p in $(seq 2 4000); do kill -KILL $p; done");

        assertThat(seen.lines().filter(name -> name.equals("cat"))).hasSize(1);
        assertThat(running.ask("still there")).isEqualTo("still there");
    }

    @Test
    void has_a_loopback_of_its_own() throws Exception {
        try (var mine = cell.listen(3000);
                var hosts = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (var channel = cell.connect(3000);
                    var accepted = mine.accept()) {
                accepted.write(ByteBuffer.wrap("mine".getBytes(StandardCharsets.UTF_8)));
                var buffer = ByteBuffer.allocate(4);
                channel.read(buffer);
                assertThat(new String(buffer.array(), StandardCharsets.UTF_8)).isEqualTo("mine");
            }
            String reach = "exec 3<>/dev/tcp/127.0.0.1/%d && echo reached";
            assertThat(user().output(reach.formatted(3000))).isEqualTo("reached");
            assertThat(new Shell(other, "user").output(reach.formatted(3000))).isEmpty();
            assertThat(user().output(reach.formatted(hosts.getLocalPort()))).isEmpty();
            assertThatThrownBy(() -> other.connect(3000)).isInstanceOf(ConnectException.class);
            other.listen(3000).close();
        }
    }

    @Test
    void reaches_servers_on_the_newer_loopback() throws Exception {
        Shell.Running running =
                user().start(
                                "node -e 'require(\"net\").createServer(s=>s.end(\"six\"))"
                                        + ".listen(5173,\"::1\",()=>console.log(\"up\"))'");

        assertThat(running.first()).isEqualTo("up");
        try (var channel = cell.connect(5173)) {
            var buffer = ByteBuffer.allocate(3);
            channel.read(buffer);
            assertThat(new String(buffer.array(), StandardCharsets.UTF_8)).isEqualTo("six");
        }
    }
}
