package io.sandkeeper.worker;

import io.sandkeeper.worker.operation.OperationSettings;
import io.sandkeeper.worker.session.CareRules;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.settings.ArchiveSettings;
import io.sandkeeper.worker.settings.FleetSettings;
import io.sandkeeper.worker.settings.ProviderSettings;
import io.sandkeeper.worker.settings.RecreationSettings;
import io.sandkeeper.worker.settings.RetrySettings;
import io.sandkeeper.worker.settings.SandboxSettings;

import java.math.BigDecimal;
import java.time.Duration;

/** From settings to the numbers that decisions and operations use. */
final class Policies {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** After its time limit, a call's answer needs a little longer to get here. */
    private static final Duration LAST_BYTES = Duration.ofSeconds(5);

    private Policies() {}

    static Policy policy(
            RetrySettings retry,
            SandboxSettings sandbox,
            ProviderSettings provider,
            CareRules care) {
        return new Policy(
                retry.retries() + 1,
                retry.first(),
                retry.longest(),
                retry.slotWait(),
                Policy.DEFAULT.lookWait(),
                provider.callTime().plus(LAST_BYTES),
                Policy.DEFAULT.conflictWait(),
                retry.operationTime(),
                retry.longestKillWait(),
                retry.longestQueue(),
                sandbox.pauseWarning(),
                lifespan(sandbox),
                care,
                sandbox.pricePerHour().multiply(MILLION).longValue());
    }

    static CareRules care(ArchiveSettings archive, RecreationSettings recreation) {
        return new CareRules(
                archive.enabled(),
                archive.enabled() ? archive.every() : Duration.ZERO,
                recreation.inUse(),
                recreation.coolDown(),
                recreation.mostInAnHour());
    }

    static OperationSettings operations(
            FleetSettings fleet, SandboxSettings sandbox, RetrySettings retry) {
        return new OperationSettings(
                fleet.name(),
                sandbox.defaultTemplate(),
                lifespan(sandbox),
                sandbox.readiness(),
                sandbox.build(),
                sandbox.preview(),
                sandbox.projectRoot(),
                retry.operationTime());
    }

    static Lifespan lifespan(SandboxSettings sandbox) {
        return new Lifespan(
                sandbox.lifetime(),
                sandbox.safety(),
                sandbox.longestRun(),
                sandbox.life(),
                sandbox.lifeWarnings());
    }
}
