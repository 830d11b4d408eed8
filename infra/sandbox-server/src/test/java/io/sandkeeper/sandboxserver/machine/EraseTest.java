package io.sandkeeper.sandboxserver.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

@DisplayName("A folder that is erased")
class EraseTest {
    @TempDir Path data;

    @Test
    void may_be_as_deep_and_odd_as_a_sandbox_likes() throws Exception {
        try (Machine machine = Machines.mapped(data, "the test says so")) {
            Cell cell = machine.start("one", data.resolve("one"));
            Path outside = Files.writeString(data.resolve("outside"), "stays");
            new Shell(cell, "user")
                    .run(
                            """
                            d=$(printf %%040d 0); for i in $(seq 300); do mkdir $d && cd -P $d; done; touch end
                            cd ~; mkdir many; touch $'many/new\\nline' $'many/\\xff\\xfe' many/ünï
                            mkfifo fifo; ln -s loop loop; ln -s %s out; mkdir locked; touch locked/x
                            chmod 0 locked
                            """
                                    .formatted(outside));

            machine.erase("one", data.resolve("one"));

            assertThat(data.resolve("one")).doesNotExist();
            assertThat(outside).hasContent("stays");
        }
    }
}
