package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.provider.Probes.Heard;
import io.sandkeeper.worker.provider.Probes.Word;
import io.sandkeeper.worker.session.Health;

/**
 * What the probes together say. Only the control plane is believed about a missing sandbox, and a
 * sandbox is only called broken when the control plane says that it is there: whatever else is the
 * matter may be in between.
 */
final class Diagnosis {
    private Diagnosis() {}

    /**
     * Of a sandbox in which a command did not succeed.
     *
     * @param command what came of it
     * @param word the control plane's
     * @param health the daemon's own word
     */
    static Finding of(Heard command, Word word, Heard health) {
        return switch (word) {
            case Word.Absent(var evidence) -> new Finding.Seen(Health.EXPIRED, evidence);
            case Word.Sleeps _ -> new Finding.Asleep();
            case Word.Runs _ -> whileItRuns(command, health);
            case Word.Silent(var evidence) ->
                    new Finding.Seen(
                            Health.UNREACHABLE, evidence(command) + "; control plane: " + evidence);
        };
    }

    private static Finding whileItRuns(Heard command, Heard health) {
        return switch (command) {
            case Heard.Fine _ -> Finding.healthy("a command succeeded");
            case Heard.Unwell(var evidence) ->
                    new Finding.Seen(Health.ERROR, evidence + "; the control plane says it runs");
            case Heard.Absent(var evidence) ->
                    new Finding.Seen(Health.ERROR, evidence + "; the control plane says it runs");
            case Heard.Silent(var evidence) ->
                    new Finding.Seen(
                            Health.UNREACHABLE,
                            evidence
                                    + "; the control plane says it runs; its daemon: "
                                    + evidence(health));
        };
    }

    /** Of one that should be asleep. */
    static Finding ofSleeper(Word word) {
        return switch (word) {
            case Word.Sleeps _ -> Finding.healthy("the control plane says that it sleeps");
            case Word.Runs _ -> Finding.healthy("the control plane says that it runs");
            case Word.Absent(var evidence) -> new Finding.Seen(Health.EXPIRED, evidence);
            case Word.Silent(var evidence) -> new Finding.Seen(Health.UNREACHABLE, evidence);
        };
    }

    /** A program that restarts does not make its sandbox ill. */
    static Finding withPreview(Heard preview) {
        return switch (preview) {
            case Heard.Fine _ -> Finding.healthy("a command succeeded, and its preview answers");
            case Heard.Absent(var evidence) -> silentPreview(evidence);
            case Heard.Unwell(var evidence) -> silentPreview(evidence);
            case Heard.Silent(var evidence) -> silentPreview(evidence);
        };
    }

    private static Finding silentPreview(String evidence) {
        return Finding.healthy("a command succeeded; its preview does not answer: " + evidence);
    }

    private static String evidence(Heard heard) {
        return switch (heard) {
            case Heard.Fine _ -> "well";
            case Heard.Absent(var evidence) -> evidence;
            case Heard.Unwell(var evidence) -> evidence;
            case Heard.Silent(var evidence) -> evidence;
        };
    }
}
