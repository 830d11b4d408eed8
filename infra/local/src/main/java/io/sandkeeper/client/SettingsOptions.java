package io.sandkeeper.client;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.SessionRequest.Changes;
import io.sandkeeper.events.WakeMode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;

/** What can be set when a sandbox is requested, and changed later. */
final class SettingsOptions {
    @Option(
            names = "--auto-pause",
            paramLabel = "<duration>",
            description = "Sleep after so long without use, for example 15m, or never.")
    private @Nullable AutoPause autoPause;

    @Option(
            names = "--wake",
            paramLabel = "<mode>",
            description = "What wakes it: ${COMPLETION-CANDIDATES}.")
    private @Nullable WakeMode wakeMode;

    @Option(
            names = "--priority",
            paramLabel = "<priority>",
            description = "When not all can go first: ${COMPLETION-CANDIDATES}.")
    private @Nullable Priority priority;

    @Option(
            names = "--preview-port",
            paramLabel = "<port>",
            description = "The port whose address is the preview.")
    private @Nullable Integer previewPort;

    @Option(
            names = "--health-check-every",
            paramLabel = "<duration>",
            description = "How often it is looked at, for example 60s.")
    private @Nullable Duration healthCheckEvery;

    Changes changes() {
        return new Changes(autoPause, wakeMode, priority, previewPort, healthCheckEvery);
    }
}
