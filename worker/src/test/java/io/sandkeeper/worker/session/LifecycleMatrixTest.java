package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every signal makes of a session in every state, written down in lifecycle-matrix.txt. A
 * changed decision shows as a changed line there, to be read and meant. Write it anew with
 * -Dsandkeeper.golden=write.
 */
class LifecycleMatrixTest {
    private static final Path MATRIX = Path.of("src/test/resources/lifecycle-matrix.txt");

    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);

    @Test
    void every_signal_in_every_state_is_decided_as_written_down() throws IOException {
        var matrix =
                Samples.states().stream().map(this::rows).collect(Collectors.joining("\n"))
                        + "\n"
                        + unknown();

        if ("write".equals(System.getProperty("sandkeeper.golden"))) {
            Files.createDirectories(MATRIX.getParent());
            Files.writeString(MATRIX, matrix);
        }
        assertThat(matrix).isEqualTo(Files.readString(MATRIX));
    }

    @Test
    void the_samples_leave_no_state_and_no_signal_out() {
        var states = Samples.states().stream().map(Object::getClass).collect(Collectors.toSet());
        var signals =
                Samples.signals().values().stream()
                        .map(Object::getClass)
                        .collect(Collectors.toSet());

        assertThat(states).containsExactlyInAnyOrderElementsOf(leaves(State.class));
        assertThat(signals).containsExactlyInAnyOrderElementsOf(leaves(Signal.class));
    }

    @Test
    void kill_is_legal_in_every_state_and_never_refused() {
        for (var state : Samples.states()) {
            var decision =
                    lifecycle.decide(
                            Samples.in(state),
                            new Signal.KillRequested(Samples.origin("e-1")),
                            Samples.NOW);

            assertThat(decision).as(state.name().name()).isInstanceOf(Decision.Step.class);
        }
    }

    private String rows(State state) {
        return Samples.signals().entrySet().stream()
                .map(
                        entry ->
                                "%-11s %-27s %s\n"
                                        .formatted(
                                                label(state),
                                                entry.getKey(),
                                                shown(
                                                        Samples.in(state),
                                                        lifecycle.decide(
                                                                Samples.in(state),
                                                                entry.getValue(),
                                                                Samples.NOW))))
                .collect(Collectors.joining());
    }

    /** One that is made anew while the one before is still there is marked. */
    private static String label(State state) {
        return state instanceof State.Recreating && state.current().isPresent()
                ? state.name() + "+"
                : state.name().toString();
    }

    private String unknown() {
        return Samples.signals().entrySet().stream()
                .map(
                        entry ->
                                "%-11s %-27s %s\n"
                                        .formatted(
                                                "(unknown)",
                                                entry.getKey(),
                                                shownUnknown(
                                                        lifecycle.decideUnknown(
                                                                Samples.ID,
                                                                entry.getValue(),
                                                                Samples.NOW))))
                .collect(Collectors.joining());
    }

    private static String shownUnknown(Decision decision) {
        return decision instanceof Decision.Step(var next, var notices)
                ? next.state().name() + " " + names(notices.stream())
                : decision.toString();
    }

    static String shown(Session before, Decision decision) {
        return switch (decision) {
            case Decision.Ignore(var reason) -> "ignored " + reason;
            case Decision.Refuse(_, _, var reason) -> "refused " + reason;
            case Decision.Step(var next, var notices) ->
                    Stream.of(
                                    before.state().name() == next.state().name()
                                            ? "stays"
                                            : "-> " + next.state().name(),
                                    names(notices.stream()),
                                    next.operation().map(LifecycleMatrixTest::shown).orElse("-"),
                                    next.desired() == before.desired()
                                            ? ""
                                            : "wants " + next.desired(),
                                    next.condemned().equals(before.condemned())
                                            ? ""
                                            : "condemned " + condemned(next),
                                    next.generation() == before.generation()
                                            ? ""
                                            : "next generation")
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining(" | "));
        };
    }

    private static String names(Stream<Notice> notices) {
        return notices.map(notice -> notice.kind().getClass().getSimpleName())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String shown(Operation operation) {
        return operation.kind()
                + " attempt "
                + operation.attempt()
                + (operation.look() ? " looking first" : "")
                + operation
                        .lease()
                        .map(lease -> " by " + lease.worker())
                        .orElse(
                                " due in "
                                        + java.time.Duration.between(
                                                Samples.NOW, operation.dueAt()));
    }

    private static Set<String> condemned(Session session) {
        return session.condemned().stream()
                .map(one -> one.sandbox().map(SandboxId::value).orElse("sought"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses())
                        .flatMap(one -> leaves(one).stream())
                        .collect(Collectors.toSet())
                : Set.of(sealed);
    }
}
