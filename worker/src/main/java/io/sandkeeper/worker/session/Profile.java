package io.sandkeeper.worker.session;

import java.time.Duration;
import java.util.Optional;

/**
 * The part of a request that decisions need. Files and environment stay in the spec document.
 *
 * @param framework a framework's name or a template's
 * @param region where to create it; none means the fleet's default
 * @param priority higher goes first in a queue
 * @param autoPause how long without use until it is paused; zero means never
 * @param previewPort the port whose answer makes the preview ready
 * @param spec where the request's files and environment are
 * @param healthEvery how often its sandbox is checked; none means as often as the fleet's
 */
public record Profile(
        String framework,
        Optional<String> region,
        int priority,
        Duration autoPause,
        Wake wake,
        Optional<Integer> previewPort,
        SpecId spec,
        Optional<Duration> healthEvery) {
    public static final Duration DEFAULT_AUTO_PAUSE = Duration.ofMinutes(10);

    /** Checked as often as the fleet's sessions usually are. */
    public Profile(
            String framework,
            Optional<String> region,
            int priority,
            Duration autoPause,
            Wake wake,
            Optional<Integer> previewPort,
            SpecId spec) {
        this(framework, region, priority, autoPause, wake, previewPort, spec, Optional.empty());
    }

    Profile with(Settings settings) {
        return new Profile(
                framework,
                region,
                priority,
                settings.autoPause().orElse(autoPause),
                settings.wake().orElse(wake),
                previewPort,
                spec,
                settings.healthEvery().or(() -> healthEvery));
    }
}
