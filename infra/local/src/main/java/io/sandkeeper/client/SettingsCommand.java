package io.sandkeeper.client;

import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest.Changes;
import io.sandkeeper.events.SessionRequest.SettingsChangeRequested;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

@Command(
        name = "settings",
        description = "Change a session's settings; what is not named stays as it is.")
final class SettingsCommand implements Callable<Integer> {
    private static final Changes NONE = new Changes(null, null, null, null, null);

    @Parameters(paramLabel = "<session>", description = "The session's id.")
    @SuppressWarnings("NullAway.Init") // Required: set before the command is called.
    private SessionId session;

    @Mixin private SettingsOptions settings = new SettingsOptions();
    @Mixin private Asking asking = new Asking();
    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        var changes = settings.changes();
        if (changes.equals(NONE)) {
            throw new BadArguments("Name a setting to change, for example --auto-pause 30m.");
        }
        return Sending.send(
                new SettingsChangeRequested(
                        session, asking.requestId(), asking.by(), asking.reason(), changes),
                servers,
                output);
    }
}
