package io.sandkeeper.client;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.Topic;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "follow",
        description = "Show the events of a session, or of all, as they come.",
        footer = {
            "",
            "Ends with 0 when what it waited for came, 3 when that took too long,",
            "4 when the session ended in another way."
        })
final class FollowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "<session>",
            arity = "0..1",
            description = "Only this session (default: all).")
    private @Nullable SessionId session;

    @Option(names = "--from-beginning", description = "Show what has happened before, too.")
    private boolean fromBeginning;

    @Option(
            names = "--until",
            paramLabel = "<event>",
            split = ",",
            description = "Stop after one of these, for example ready or killed,expired.")
    private List<String> until = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "<duration>",
            description = "Stop after so long, for example 60s (default: never).")
    private @Nullable Duration timeout;

    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var ending = ending();
        var only = Optional.ofNullable(session);
        try (var reader = new Reader(servers.answering(), Topic.LIFECYCLE, only)) {
            if (fromBeginning) {
                reader.goToBeginning();
            } else {
                reader.skipToEnd();
            }
            return new Following(reader, new LifecycleView(output, only), only)
                    .until(ending, Optional.ofNullable(timeout));
        }
    }

    private Ending ending() {
        if (until.isEmpty()) {
            return Ending.NEVER;
        }
        var wanted = EnumSet.noneOf(EventType.class);
        until.forEach(name -> wanted.add(Ending.event(name)));
        return Ending.at(wanted);
    }
}
