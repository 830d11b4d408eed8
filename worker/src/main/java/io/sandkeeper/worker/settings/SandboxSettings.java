package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What sandboxes get when a request does not say otherwise.
 *
 * @param autoPause an unused sandbox is paused after this; 0 means never
 * @param lifetime what the provider is asked for; extended by use
 * @param defaultTemplate used when the provider does not know the one asked for
 * @param projectRoot where a request's files and repository are put
 * @param readiness how long the command may take that proves a sandbox
 * @param build how long a repository may take to arrive
 * @param preview how long a preview port is waited for before READY says that it is silent
 */
@ConfigurationProperties("sandkeeper.sandbox")
public record SandboxSettings(
        @DefaultValue("10m") Duration autoPause,
        @DefaultValue("30m") Duration lifetime,
        @DefaultValue("base") String defaultTemplate,
        @DefaultValue("/home/user/project") String projectRoot,
        @DefaultValue("10s") Duration readiness,
        @DefaultValue("120s") Duration build,
        @DefaultValue("20s") Duration preview) {
    public SandboxSettings {
        if (!autoPause.isZero() && lifetime.compareTo(autoPause.plus(Duration.ofMinutes(5))) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.sandbox.lifetime (%s) must be at least auto-pause (%s) and 5 minutes: the provider's end is a later safety net"
                            .formatted(lifetime, autoPause));
        }
    }
}
