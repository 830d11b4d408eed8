package io.sandkeeper.client;

import io.sandkeeper.events.SandboxUse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

@Command(
        name = "activity",
        description = "Say that somebody uses a sandbox: it stays awake, or wakes up.")
final class ActivityCommand implements Callable<Integer> {
    @Mixin private UseTarget target = new UseTarget();

    @Option(
            names = "--kind",
            paramLabel = "<word>",
            description = "What was done, for example edit or preview.")
    private @Nullable String kind;

    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (target.isMissing()) {
            throw new BadArguments("Name a session, or a sandbox with --sandbox <id>.");
        }
        var activity = new SandboxUse.Activity(target.session(), target.sandbox(), kind);
        return Sending.send(activity, servers, output);
    }
}
