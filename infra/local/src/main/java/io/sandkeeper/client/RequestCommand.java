package io.sandkeeper.client;

import io.sandkeeper.events.FragmentId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.UserId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

@Command(
        name = "request",
        description = "Request a sandbox: the beginning of a session. Prints the session's id.")
final class RequestCommand implements Callable<Integer> {
    private static final int READABLE = 12;

    @Parameters(
            paramLabel = "<session>",
            arity = "0..1",
            description = "The session's id (default: a new one).")
    private @Nullable SessionId session;

    @Option(
            names = {"-t", "--template"},
            paramLabel = "<name>",
            defaultValue = "base",
            description =
                    "nextjs, react, vue, angular, svelte, or a template's name (default: base).")
    private Framework framework = new Framework("base");

    @Option(
            names = "--project",
            paramLabel = "<id>",
            defaultValue = "local",
            description = "The project (default: local).")
    private ProjectId project = new ProjectId("local");

    @Option(
            names = "--user",
            paramLabel = "<id>",
            defaultValue = "local",
            description = "Whose it is (default: local).")
    private UserId user = new UserId("local");

    @Option(names = "--fragment", paramLabel = "<id>", description = "A part of the project.")
    private @Nullable FragmentId fragment;

    @Option(names = "--region", paramLabel = "<name>", description = "Where it should be.")
    private @Nullable Region region;

    @Option(names = "--metadata", paramLabel = "<name=value>", description = "A note to keep.")
    private Map<String, String> metadata = Map.of();

    @Mixin private LaunchOptions launch = new LaunchOptions();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--request-id",
            paramLabel = "<id>",
            description = "The same id again is the same request (default: a new one).")
    private @Nullable RequestId requestId;

    @Option(names = "--follow", description = "Wait until it is ready and show what happens.")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "<duration>",
            defaultValue = "2m",
            description = "With --follow: for how long (default: 2m).")
    private Duration timeout = Duration.ofMinutes(2);

    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        var request = request();
        var address = servers.answering();
        if (!follow) {
            publish(request, address);
            return ExitCode.DONE;
        }
        try (var reader = new Reader(address, Topic.LIFECYCLE, Optional.of(request.sessionId()))) {
            // Before the request is sent, so that nothing of its answer can be missed.
            reader.skipToEnd();
            publish(request, address);
            return new Following(
                            reader,
                            new LifecycleView(output, Optional.of(request.sessionId())),
                            Optional.of(request.sessionId()))
                    .until(Ending.READY, Optional.of(timeout));
        }
    }

    private void publish(SandboxRequested request, String address) throws InterruptedException {
        var id = new Publisher(address).publish(request, InstantSource.system().instant());
        if (output.forScripts()) {
            output.json(
                    json ->
                            json.writeStringProperty("sessionId", request.sessionId().value())
                                    .writeStringProperty("requestId", request.requestId().value())
                                    .writeStringProperty("eventId", id.value()));
            return;
        }
        output.out().println(request.sessionId());
        if (Output.onTerminal() && !follow) {
            System.err.println(
                    "Follow it: ./sandkeeper follow " + request.sessionId() + " --from-beginning");
        }
    }

    private SandboxRequested request() {
        return new SandboxRequested(
                session == null ? newSession() : session,
                requestId == null ? new RequestId(UUID.randomUUID().toString()) : requestId,
                new Owner(project, user, fragment),
                framework,
                region,
                settings.changes().appliedTo(Settings.DEFAULT),
                launch.launch(),
                metadata);
    }

    /** Short enough to be typed. */
    private static SessionId newSession() {
        var random = UUID.randomUUID().toString().replace("-", "");
        return new SessionId("s-" + random.substring(0, READABLE));
    }
}
