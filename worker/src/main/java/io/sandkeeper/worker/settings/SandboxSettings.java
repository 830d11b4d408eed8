package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What sandboxes get when a request does not say otherwise.
 *
 * @param autoPause an unused sandbox is paused after this; 0 means never
 * @param pauseWarning so long before a pause its owner is warned
 * @param lifetime what the provider is asked for; extended by use
 * @param safety the provider's own end stays so much behind our pause, and is moved on so long
 *     before it comes
 * @param longestRun the longest that the provider lets a sandbox run without a break; one that must
 *     run on is paused and resumed shortly before
 * @param life from its creation to the provider's end of life for a sandbox
 * @param lifeWarnings so long before the end of life its owner is warned
 * @param defaultTemplate used when the provider does not know the one asked for
 * @param projectRoot where a request's files and repository are put
 * @param readiness how long the command may take that proves a sandbox
 * @param build how long a repository may take to arrive
 * @param preview how long a preview port is waited for before READY says that it is silent
 * @param pricePerHour of a sandbox that is awake, for the cost that a session shows
 */
@ConfigurationProperties("sandkeeper.sandbox")
public record SandboxSettings(
        @DefaultValue("10m") Duration autoPause,
        @DefaultValue("2m") Duration pauseWarning,
        @DefaultValue("30m") Duration lifetime,
        @DefaultValue("5m") Duration safety,
        @DefaultValue("24h") Duration longestRun,
        @DefaultValue("30d") Duration life,
        @DefaultValue({"7d", "3d", "1d"}) List<Duration> lifeWarnings,
        @DefaultValue("base") String defaultTemplate,
        @DefaultValue("/home/user/project") String projectRoot,
        @DefaultValue("10s") Duration readiness,
        @DefaultValue("120s") Duration build,
        @DefaultValue("20s") Duration preview,
        @DefaultValue("0") BigDecimal pricePerHour) {
    public SandboxSettings {
        if (!autoPause.isZero() && lifetime.compareTo(autoPause.plus(safety)) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.sandbox.lifetime (%s) must be at least auto-pause (%s) and safety (%s): the provider's end is a later safety net"
                            .formatted(lifetime, autoPause, safety));
        }
    }
}
