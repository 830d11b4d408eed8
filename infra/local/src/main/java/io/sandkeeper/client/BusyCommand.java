package io.sandkeeper.client;

import io.sandkeeper.events.SandboxUse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;

@Command(name = "busy", description = "Say that work goes on in a sandbox although nobody clicks.")
final class BusyCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofHours(2);

    @Mixin private UseTarget target = new UseTarget();

    @Option(
            names = "--for",
            paramLabel = "<duration>",
            defaultValue = "15m",
            description = "For how long, at most 2h (default: 15m).")
    private Duration length = Duration.ofMinutes(15);

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for people.")
    private @Nullable String reason;

    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (target.isMissing()) {
            throw new BadArguments("Name a session, or a sandbox with --sandbox <id>.");
        }
        if (length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new BadArguments(
                    "--for takes more than nothing and at most 2h; say it again later.");
        }
        var until = InstantSource.system().instant().plus(length);
        return Sending.send(
                new SandboxUse.Busy(target.session(), target.sandbox(), until, reason),
                servers,
                output);
    }
}
