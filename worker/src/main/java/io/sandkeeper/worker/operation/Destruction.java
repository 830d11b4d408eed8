package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import java.util.List;
import java.util.Optional;

/**
 * Kills a condemned sandbox, and believes that it is gone when the provider says so. Safe to do
 * twice, by anyone.
 */
final class Destruction {
    private final Providers providers;
    private final String fleet;

    Destruction(Providers providers, String fleet) {
        this.providers = providers;
        this.fleet = fleet;
    }

    List<Signal> run(Session session, Condemned condemned) {
        var provider = providers.of(session.profile().region());
        if (provider.isEmpty()) {
            return List.of(
                    failed(
                            condemned,
                            new Failure.Permanent("no provider is configured for its region")));
        }
        return condemned
                .sandbox()
                .map(sandbox -> List.of(kill(condemned, sandbox, provider.get())))
                .orElseGet(() -> seek(condemned, provider.get()));
    }

    private Signal kill(Condemned condemned, SandboxId sandbox, Provider provider) {
        return switch (provider.kill(sandbox)) {
            case Answer.Absent<Provider.Killed> _ -> destroyed(condemned);
            case Answer.Done<Provider.Killed> _ -> confirm(condemned, sandbox, provider);
            case Answer.Failed<Provider.Killed>(var failure) -> failed(condemned, failure);
        };
    }

    private Signal confirm(Condemned condemned, SandboxId sandbox, Provider provider) {
        return switch (provider.look(sandbox)) {
            case Answer.Absent<Provider.Seen> _ -> destroyed(condemned);
            case Answer.Done<Provider.Seen> _ ->
                    failed(condemned, new Failure.Transient("killed, but still there"));
            case Answer.Failed<Provider.Seen>(var failure) -> failed(condemned, failure);
        };
    }

    /** Its creation was never answered: whatever carries its mark goes. */
    private List<Signal> seek(Condemned condemned, Provider provider) {
        var incarnation = condemned.incarnation();
        return switch (provider.find(Marks.search(incarnation, fleet))) {
            case Answer.Done<List<Provider.Seen>>(var seen) when seen.isEmpty() ->
                    List.of(new Signal.NotSeen(incarnation.generation()));
            case Answer.Done<List<Provider.Seen>>(var seen) ->
                    seen.stream()
                            .<Signal>map(
                                    one ->
                                            new Signal.StraySeen(
                                                    incarnation.generation(), one.sandbox()))
                            .toList();
            case Answer.Absent<List<Provider.Seen>>(var evidence) ->
                    List.of(failed(condemned, new Failure.Transient(evidence)));
            case Answer.Failed<List<Provider.Seen>>(var failure) ->
                    List.of(failed(condemned, failure));
        };
    }

    private static Signal destroyed(Condemned condemned) {
        return new Signal.Destroyed(condemned.incarnation().generation(), condemned.sandbox());
    }

    private static Signal failed(Condemned condemned, Failure failure) {
        return new Signal.DestroyFailed(
                condemned.incarnation().generation(),
                Optional.of(condemned).flatMap(Condemned::sandbox),
                failure);
    }
}
