package io.sandkeeper.worker;

import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.admission.Limits;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.settings.AdmissionSettings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** From settings to the numbers that the admission uses. */
final class AdmissionLimits {
    private AdmissionLimits() {}

    static Limits of(AdmissionSettings settings, Set<String> regions) {
        return new Limits(
                new Limits.Served(settings.provider(), regions),
                new Limits.Breaker(settings.failures(), settings.calls()),
                new Limits.Waits(
                        settings.probeAfter(),
                        settings.keyProbeAfter(),
                        settings.slotProbeAfter(),
                        settings.probeTime()),
                new Limits.Queue(
                        settings.longestQueue(),
                        settings.askAgain(),
                        settings.turn(),
                        settings.atOnce()),
                new Limits.Account(settings.creationsPerSecond(), settings.concurrency()),
                settings.regions().entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, one -> account(one.getValue()))),
                new Limits.Budget(
                        settings.budgetWindow(),
                        settings.budget().entrySet().stream()
                                .collect(
                                        toMap(
                                                one -> operation(one.getKey()),
                                                Map.Entry::getValue))));
    }

    private static Limits.Account account(AdmissionSettings.Account account) {
        return new Limits.Account(account.creationsPerSecond(), account.concurrency());
    }

    private static LaneId.Operation operation(String name) {
        return LaneId.Operation.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
