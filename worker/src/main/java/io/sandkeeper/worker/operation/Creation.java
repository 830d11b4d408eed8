package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.spec.Spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the session's next sandbox: looks first when an earlier try may have made it, creates,
 * furnishes, and proves that it works. Safe to do twice.
 */
final class Creation {
    private final Session session;
    private final Operation operation;
    private final Spec spec;
    private final Provider provider;
    private final OperationSettings settings;
    private final Furnishing.Help help;
    private final List<SandboxId> strays = new ArrayList<>();

    Creation(
            Session session,
            Operation operation,
            Spec spec,
            Provider provider,
            OperationSettings settings,
            Furnishing.Help help) {
        this.session = session;
        this.operation = operation;
        this.spec = spec;
        this.provider = provider;
        this.settings = settings;
        this.help = help;
    }

    /** What it came to; a stray that was found on the way first. */
    List<Signal.Outcome> run() {
        var outcome =
                switch (obtain()) {
                    case Answer.Done<Obtained>(var got) -> furnish(got);
                    case Answer.Absent<Obtained>(var evidence) ->
                            failed(new Failure.Permanent(evidence), Optional.empty());
                    case Answer.Failed<Obtained>(var failure) -> failed(failure, Optional.empty());
                };
        var signals = new ArrayList<Signal.Outcome>();
        strays.forEach(id -> signals.add(new Signal.StraySeen(session.generation(), id)));
        signals.add(outcome);
        return signals;
    }

    private record Obtained(Provider.Made made, boolean defaultTemplate) {}

    private Answer<Obtained> obtain() {
        if (!operation.look()) {
            return create();
        }
        return found().then(made -> made.isPresent() ? obtained(made.get(), false) : create());
    }

    /**
     * Another template is another request: a provider that remembers the first one's answer must
     * not give it again.
     */
    private Answer<Obtained> create() {
        var asked = session.profile().framework();
        var answer = order(asked, "");
        if (answer instanceof Answer.Absent && !settings.defaultTemplate().equals(asked)) {
            return order(settings.defaultTemplate(), "d").then(made -> obtained(made, true));
        }
        return answer.then(made -> obtained(made, false));
    }

    private static Answer<Obtained> obtained(Provider.Made made, boolean defaultTemplate) {
        return new Answer.Done<>(new Obtained(made, defaultTemplate));
    }

    private Answer<Provider.Made> order(String template, String keySuffix) {
        var fleet = settings.fleet();
        var answer =
                provider.create(
                        new Provider.Order(
                                template,
                                settings.lifespan().of(session.profile()),
                                Marks.all(session, spec.metadata(), fleet),
                                spec.environment(),
                                session.incarnation().idempotencyKey(fleet, operation.calls())
                                        + keySuffix,
                                true));
        return answer instanceof Answer.Failed<Provider.Made>(Failure.Unknown unknown)
                ? adoptAfter(unknown)
                : answer;
    }

    /**
     * The answer was lost: it may be there already. If it is not, it is looked for again after a
     * while.
     */
    private Answer<Provider.Made> adoptAfter(Failure.Unknown unknown) {
        return found() instanceof Answer.Done<Optional<Provider.Made>>(var made) && made.isPresent()
                ? new Answer.Done<>(made.get())
                : new Answer.Failed<>(unknown);
    }

    /** The oldest that carries our mark is it; others of the same mark are strays. */
    private Answer<Optional<Provider.Made>> found() {
        return provider.find(Marks.search(session.incarnation(), settings.fleet()))
                .then(
                        seen -> {
                            var oldestFirst =
                                    seen.stream()
                                            .sorted(Comparator.comparing(Provider.Seen::startedAt))
                                            .map(Provider.Seen::sandbox)
                                            .filter(id -> !isCondemned(id))
                                            .toList();
                            oldestFirst.stream().skip(1).forEach(strays::add);
                            return oldestFirst.isEmpty()
                                    ? new Answer.Done<>(Optional.empty())
                                    : adopt(oldestFirst.getFirst());
                        });
    }

    /** What was given up before is not taken back: it will be killed. */
    private boolean isCondemned(SandboxId sandbox) {
        return session.condemned().stream()
                .anyMatch(one -> one.sandbox().filter(sandbox::equals).isPresent());
    }

    /** One that went away between the listing and the call is not there to be adopted. */
    private Answer<Optional<Provider.Made>> adopt(SandboxId sandbox) {
        return switch (provider.connect(sandbox, settings.lifespan().of(session.profile()))) {
            case Answer.Done<Provider.Made>(var made) -> new Answer.Done<>(Optional.of(made));
            case Answer.Absent<Provider.Made> _ -> new Answer.Done<>(Optional.empty());
            case Answer.Failed<Provider.Made>(var failure) -> new Answer.Failed<>(failure);
        };
    }

    private Signal.Outcome furnish(Obtained got) {
        var made = got.made();
        var furnishing =
                new Furnishing(provider.daemon(made), spec, session.profile(), settings, help);
        return switch (furnishing.run()) {
            case Answer.Done<Furnishing.Furnished>(var furnished) ->
                    new Signal.Created(
                            session.generation(),
                            sandbox(made),
                            new Remarks(
                                    got.defaultTemplate(),
                                    made.autoPauseRefused(),
                                    furnished.previewSilent()),
                            furnished.restored());
            // Whoever goes on finds it by its mark: it may be at work in it already.
            case Answer.Failed<Furnishing.Furnished>(Failure.Conflict conflict) ->
                    failed(conflict, Optional.empty());
            case Answer.Absent<Furnishing.Furnished>(var evidence) ->
                    failed(new Failure.Transient(evidence), Optional.of(made.sandbox()));
            case Answer.Failed<Furnishing.Furnished>(var failure) ->
                    failed(failure, Optional.of(made.sandbox()));
        };
    }

    private Sandbox sandbox(Provider.Made made) {
        return new Sandbox(
                made.sandbox(),
                session.generation(),
                made.template(),
                session.profile().previewPort().map(port -> provider.url(made.sandbox(), port)),
                operation.lease().map(Operation.Lease::since).orElseThrow(),
                0);
    }

    private Signal.Outcome failed(Failure failure, Optional<SandboxId> stray) {
        return new Signal.CreateFailed(session.generation(), operation.turn(), failure, stray);
    }
}
