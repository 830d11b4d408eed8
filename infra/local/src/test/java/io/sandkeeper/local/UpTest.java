package io.sandkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.process.StackFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, with the parts that are in this module. */
@Timeout(90)
class UpTest {
    @Test
    void starts_says_where_all_is_and_stops_within_ten_seconds_leaving_nothing() throws Exception {
        try (var stack = RunningStack.ofThisModule()) {
            assertThat(stack.said())
                    .anyMatch(line -> line.matches(" {2}kafka +ready in .*127\\.0\\.0\\.1:\\d+"))
                    .anyMatch(line -> line.matches(" {2}mongodb +ready in .*mongodb://.*"))
                    .anyMatch(line -> line.contains("./sandkeeper request --kafka 127.0.0.1:"))
                    .anyMatch(line -> line.matches("All in .*forgotten at the end.*"));
            assertThat(Cli.run("request", "--kafka", stack.kafka()).code()).isZero();
            var parts = stack.parts();
            assertThat(parts).hasSizeGreaterThanOrEqualTo(3);

            stack.launcher().toHandle().destroy();

            assertThat(stack.launcher().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stack.said()).last().asString().matches("Stopped in .* s; nothing is left.");
            assertThat(parts).noneMatch(ProcessHandle::isAlive);
            assertThat(stack.folder()).doesNotExist();
        }
    }

    @Test
    void a_launcher_that_is_killed_leaves_nothing_either() throws Exception {
        try (var stack = RunningStack.ofThisModule()) {
            var parts = stack.parts();

            stack.launcher().toHandle().destroyForcibly();

            for (var part : parts) {
                part.onExit().get(20, TimeUnit.SECONDS);
            }
            assertThat(stack.folder()).doesNotExist();
        }
    }

    @Test
    void a_part_that_dies_is_said_with_the_end_of_its_log_and_the_stack_stops() throws Exception {
        try (var stack = RunningStack.ofThisModule()) {
            var pid = Files.readString(StackFolder.pid(stack.folder(), "mongodb"));
            var store = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

            store.destroyForcibly();

            assertThat(stack.launcher().waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(stack.launcher().exitValue()).isEqualTo(1);
            assertThat(stack.complaints())
                    .first()
                    .isEqualTo("mongodb ended with code 137. The stack stops.");
            assertThat(stack.folder()).doesNotExist();
        }
    }
}
