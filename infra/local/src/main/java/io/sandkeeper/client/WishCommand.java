package io.sandkeeper.client;

import io.sandkeeper.events.SessionId;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** One class for all wishes; name and description come from the wish. */
@Command
final class WishCommand implements Callable<Integer> {
    private final Wish wish;

    @Parameters(paramLabel = "<session>", description = "The session's id.")
    @SuppressWarnings("NullAway.Init") // Required: set before the command is called.
    private SessionId session;

    @Mixin private Asking asking = new Asking();
    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    WishCommand(Wish wish) {
        this.wish = wish;
    }

    @Override
    public Integer call() throws InterruptedException {
        return Sending.send(wish.event(session, asking), servers, output);
    }
}
