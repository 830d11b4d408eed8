package io.sandkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportTest {
    private final Report report =
            new Report(
                    "A thing",
                    new Host(2, "Some CPU", 1024, "Linux 6", "JDK 25"),
                    List.of(
                            Measurement.of("create, p50", Figure.millis(12.345), "n = 10")
                                    .beside("unshare", Figure.millis(4)),
                            Measurement.of("rate", Figure.perSecond(1234.5), ""),
                            Measurement.skipped("with the SDK", "no node")));

    @Test
    void a_table_names_the_machine_and_lines_its_columns_up() {
        assertThat(report.table())
                .isEqualTo(
                        """
                        A thing
                        2 x Some CPU, 1024 MiB, Linux 6, JDK 25

                        what          measured  the machine           note
                        create, p50   12.35 ms      4.00 ms  unshare  n = 10
                        rate           1235 /s
                        with the SDK         -                        skipped: no node
                        """);
    }

    @Test
    void JSON_has_the_numbers_as_they_were() {
        var json = JsonMapper.shared().readTree(report.json());

        assertThat(json.at("/host/processors").asInt()).isEqualTo(2);
        assertThat(json.at("/measurements/0/measured/value").asDouble()).isEqualTo(12.345);
        assertThat(json.at("/measurements/0/beside/what").asString()).isEqualTo("unshare");
        assertThat(json.at("/measurements/2").has("measured")).isFalse();
    }

    @Test
    void options_have_values_or_none() {
        var options = Options.parse(List.of("--json", "--repeat", "5", "--quick"));

        assertThat(options.has("json")).isTrue();
        assertThat(options.number("repeat", 1)).isEqualTo(5);
        assertThat(options.number("idle", 7)).isEqualTo(7);
        assertThat(options.text("quick")).contains("");
        assertThatThrownBy(() -> Options.parse(List.of("repeat")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_machine_is_known() {
        var here = Host.here();

        assertThat(here.processors()).isPositive();
        assertThat(here.jdk()).contains("25");
    }
}
