package io.sandkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "up --workers 65 | --workers takes a number from 0 to 64, not 65.",
                "up --workers many | 'many' is not an int.",
                "up --partitions 48 | --partitions takes a power of two up to 1024, not 48.",
                "up --port-kafka 0 | --port-kafka takes a port from 1 to 65535, not 0.",
                "up --kafka here | --kafka takes host:port",
                "up --mongodb localhost | --mongodb takes a connection string",
                "up --e2b sandboxes | --e2b takes an address",
                "up --port-kafka 8080 | kafka and worker 1 both want port 8080",
                "paus s1 | did you mean pause",
                "pause | Missing required parameter: '<session>'.",
                "pause not/an/id | letters, digits and . _ -, at most 64.",
                "request --auto-pause soon | 'soon' is no duration; try 90s, 15m or 2h.",
                "request --wake never | 'never'",
                "request --branch main | --branch needs --git <url>.",
                "request --git http://u:p@h/r | without a user, a query or a fragment.",
                "request --env NO_SUCH_VARIABLE_HERE | write --env NO_SUCH_VARIABLE_HERE=<value>.",
                "request --file /no/such/file | --file",
                "activity | Name a session, or a sandbox with --sandbox <id>.",
                "busy s1 --for 3h | --for takes more than nothing and at most 2h",
                "settings s1 | Name a setting to change, for example --auto-pause 30m.",
                "follow --until tomorrow | there is no such event; try one of queued, creating, ready",
            })
    void a_wrong_argument_is_one_line_with_the_next_step(String line, String expected) {
        var result = Cli.run(line.strip().split(" "));

        assertThat(result.err().lines()).singleElement().asString().contains(expected.strip());
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "topics", "pause s1", "follow s1 --until ready", "request"})
    void a_kafka_that_does_not_answer_is_one_line_with_the_next_step(String line) {
        var result = Cli.run((line + " --kafka 127.0.0.1:1").split(" "));

        assertThat(result.err().lines())
                .containsExactly(
                        "No Kafka answers at 127.0.0.1:1; start the stack with ./sandkeeper up, or"
                                + " name another with --kafka <host:port>.");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void a_taken_port_is_one_line_that_names_it_and_how_to_change_it() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();

            var result = Cli.run("up", "--port-worker", Integer.toString(port));

            assertThat(result.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("Port " + port + ", which worker 1 needs, is taken;")
                    .contains("--port-worker <port>");
            assertThat(result.code()).isEqualTo(2);
        }
    }

    @Test
    void the_key_of_a_cloud_is_asked_for_and_never_repeated() {
        var result = Cli.run("up", "--e2b", "nowhere", "--e2b-key", "e2b_secret");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("e2b_secret");
    }

    @Test
    void the_help_fits_a_terminal_of_80_columns() {
        var commands = List.of("", "up ", "request ", "follow ", "list ", "busy ", "dead-letters ");

        for (var command : commands) {
            var result = Cli.run((command + "--help").split(" "));

            assertThat(result.code()).isZero();
            assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void without_a_command_the_help_is_shown() {
        var result = Cli.run();

        assertThat(result.err()).contains("Begin with:  ./sandkeeper up");
        assertThat(result.code()).isEqualTo(2);
    }
}
