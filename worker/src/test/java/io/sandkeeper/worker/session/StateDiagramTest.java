package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The diagram in ARCHITECTURE.md is what the rules do. Write it anew with
 * -Dsandkeeper.golden=write.
 */
class StateDiagramTest {
    private static final Path DOCUMENT = Path.of("../ARCHITECTURE.md");
    private static final String BEGIN = "<!-- states -->\n";
    private static final String END = "<!-- /states -->";

    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);

    @Test
    void the_documented_states_are_those_of_the_rules() throws IOException {
        var text = Files.readString(DOCUMENT);
        var begin = text.indexOf(BEGIN) + BEGIN.length();
        var end = text.indexOf(END);

        if ("write".equals(System.getProperty("sandkeeper.golden"))) {
            text = text.substring(0, begin) + diagram() + text.substring(end);
            Files.writeString(DOCUMENT, text);
            end = text.indexOf(END);
        }
        assertThat(text.substring(begin, end)).isEqualTo(diagram());
    }

    private String diagram() {
        var arrows = new TreeMap<String, Set<String>>();
        for (var state : Samples.states()) {
            Samples.signals().forEach((name, signal) -> add(arrows, state, name, signal));
        }
        var lines = new ArrayList<String>();
        lines.add("```mermaid");
        lines.add("stateDiagram-v2");
        lines.add("    [*] --> QUEUED: requested");
        arrows.forEach(
                (arrow, names) -> lines.add("    " + arrow + ": " + String.join(" · ", names)));
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }

    private void add(Map<String, Set<String>> arrows, State from, String name, Signal signal) {
        var session = Samples.in(from);
        if (lifecycle.decide(session, signal, Samples.NOW) instanceof Decision.Step(var next, _)
                && next.state().name() != from.name()) {
            arrows.computeIfAbsent(
                            from.name() + " --> " + next.state().name(), _ -> new TreeSet<>())
                    .add(name.replace(": ", " as "));
        }
    }
}
