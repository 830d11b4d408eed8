package io.sandkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All parts as they are shipped: from a request to a real sandbox, and to its end. */
@Timeout(120)
class WholeStackTest {
    @Test
    void a_request_becomes_a_sandbox_that_is_seen_and_a_kill_ends_it() throws Exception {
        assumeTrue(
                List.of("worker", "infra/sandbox-server").stream()
                        .map(RunningStack.home()::resolve)
                        .allMatch(module -> Files.exists(module.resolve("target/class-path.txt"))),
                "skipped: worker and sandbox server are not packaged, which mvn verify does");
        try (var stack = RunningStack.whole()) {
            var requested = cli(stack, "request whole --follow --timeout 60s");
            var listed = cli(stack, "list");
            var killed = cli(stack, "kill whole");
            var followed = cli(stack, "follow whole --from-beginning --until killed --timeout 60s");
            var ended = cli(stack, "list --all --json");

            assertThat(requested.code()).as(requested.toString()).isZero();
            assertThat(requested.lines()).last().asString().contains(" ready ");
            assertThat(listed.lines())
                    .anyMatch(line -> line.startsWith("whole ") && line.contains("RUNNING"));
            assertThat(killed.code()).isZero();
            assertThat(followed.code()).as(followed.toString()).isZero();
            assertThat(ended.lines())
                    .anyMatch(line -> line.contains("\"whole\"") && line.contains("KILLED"));
            stopsWithinTenSeconds(stack);
        }
    }

    private static void stopsWithinTenSeconds(RunningStack stack) throws Exception {
        var parts = stack.parts();

        stack.launcher().toHandle().destroy();

        assertThat(stack.launcher().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(parts).noneMatch(ProcessHandle::isAlive);
        assertThat(stack.folder()).doesNotExist();
    }

    private static Cli.Result cli(RunningStack stack, String line) {
        var arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
        arguments.addAll(List.of("--kafka", stack.kafka()));
        return Cli.run(arguments.toArray(String[]::new));
    }
}
