package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Probes.Heard;
import io.sandkeeper.worker.provider.Probes.Word;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class DiagnosisTest {
    private static final Provider.Made WAY =
            new Provider.Made(new SandboxId("box"), "base", Optional.empty(), false);

    @ParameterizedTest
    @CsvSource({
        // command, control plane, daemon, what it comes to
        "SILENT, ABSENT,  SILENT, EXPIRED",
        "ABSENT, ABSENT,  ABSENT, EXPIRED",
        "UNWELL, ABSENT,  FINE,   EXPIRED",
        "ABSENT, SLEEPS,  ABSENT, asleep",
        "SILENT, SLEEPS,  SILENT, asleep",
        "UNWELL, RUNS,    FINE,   ERROR",
        "UNWELL, RUNS,    SILENT, ERROR",
        "ABSENT, RUNS,    ABSENT, ERROR",
        "SILENT, RUNS,    FINE,   UNREACHABLE",
        "SILENT, RUNS,    SILENT, UNREACHABLE",
        "FINE,   RUNS,    FINE,   HEALTHY",
        // Nobody confirms it.
        "ABSENT, SILENT,  ABSENT, UNREACHABLE",
        "UNWELL, SILENT,  FINE,   UNREACHABLE",
        "SILENT, SILENT,  SILENT, UNREACHABLE",
    })
    void of_a_sandbox_that_should_run(
            String command, String word, String daemon, String conclusion) {
        assertThat(name(Diagnosis.of(heard(command), word(word), heard(daemon))))
                .isEqualTo(conclusion);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNS,   HEALTHY",
        "SLEEPS, HEALTHY",
        "ABSENT, EXPIRED",
        "SILENT, UNREACHABLE",
    })
    void of_one_that_should_sleep(String word, String conclusion) {
        assertThat(name(Diagnosis.ofSleeper(word(word)))).isEqualTo(conclusion);
    }

    @ParameterizedTest
    @CsvSource({"FINE", "SILENT", "UNWELL", "ABSENT"})
    void a_preview_that_does_not_answer_makes_nobody_ill(String preview) {
        var finding = (Finding.Seen) Diagnosis.withPreview(heard(preview));

        assertThat(finding.health()).isEqualTo(Health.HEALTHY);
        assertThat(finding.evidence().contains("does not answer: why"))
                .isEqualTo(!preview.equals("FINE"));
    }

    private static String name(Finding finding) {
        return switch (finding) {
            case Finding.Seen(var health, _) -> health.name();
            case Finding.Asleep _ -> "asleep";
        };
    }

    private static Heard heard(String word) {
        return switch (word) {
            case "FINE" -> new Heard.Fine();
            case "ABSENT" -> new Heard.Absent("why");
            case "UNWELL" -> new Heard.Unwell("why");
            default -> new Heard.Silent("why");
        };
    }

    private static Word word(String word) {
        return switch (word) {
            case "RUNS" -> new Word.Runs(WAY);
            case "SLEEPS" -> new Word.Sleeps();
            case "ABSENT" -> new Word.Absent("404");
            default -> new Word.Silent("503");
        };
    }
}
