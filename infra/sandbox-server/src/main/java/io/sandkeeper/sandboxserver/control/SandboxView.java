package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Appearance;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.template.Template;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A sandbox as the protocol shows it: to its creator, in a list, and alone. */
final class SandboxView {
    /** As new as the features that the daemon speaks. */
    static final String DAEMON_VERSION = "0.6.4";

    /** The protocol wants one everywhere and means nothing by it any more. */
    private static final String CLIENT = "6532622b";

    private SandboxView() {}

    record Access(
            String templateID,
            String sandboxID,
            String clientID,
            String envdVersion,
            String envdAccessToken,
            @Nullable String alias,
            @Nullable String trafficAccessToken,
            @Nullable String domain) {}

    record Listed(
            String templateID,
            String sandboxID,
            String clientID,
            String startedAt,
            String endAt,
            int cpuCount,
            int memoryMB,
            int diskSizeMB,
            String state,
            String envdVersion,
            @Nullable String alias,
            Map<String, String> metadata) {}

    record Lifecycle(boolean autoResume, String onTimeout) {}

    record Detail(
            String templateID,
            String sandboxID,
            String clientID,
            String startedAt,
            String endAt,
            int cpuCount,
            int memoryMB,
            int diskSizeMB,
            String state,
            String envdVersion,
            @Nullable String alias,
            Map<String, String> metadata,
            String envdAccessToken,
            boolean allowInternetAccess,
            @Nullable String domain,
            Map<String, Object> network,
            Lifecycle lifecycle,
            List<Object> volumeMounts) {}

    static Access access(Sandbox sandbox, String domain) {
        return new Access(
                sandbox.templateId(),
                sandbox.id(),
                CLIENT,
                DAEMON_VERSION,
                sandbox.accessToken(),
                alias(sandbox),
                sandbox.network().publicTraffic() ? null : sandbox.trafficToken(),
                orNull(domain));
    }

    static Listed listed(Sandbox sandbox, Appearance look) {
        return new Listed(
                sandbox.templateId(),
                sandbox.id(),
                CLIENT,
                time(look.startedAt()),
                time(look.endAt()),
                Template.CPUS,
                Template.MEMORY_MB,
                Template.DISK_MB,
                look.state().word(),
                DAEMON_VERSION,
                alias(sandbox),
                sandbox.profile().metadata());
    }

    static Detail detail(Sandbox sandbox, Appearance look, String domain) {
        Listed listed = listed(sandbox, look);
        return new Detail(
                listed.templateID(),
                listed.sandboxID(),
                listed.clientID(),
                listed.startedAt(),
                listed.endAt(),
                listed.cpuCount(),
                listed.memoryMB(),
                listed.diskSizeMB(),
                listed.state(),
                listed.envdVersion(),
                listed.alias(),
                listed.metadata(),
                sandbox.accessToken(),
                sandbox.network().internet(),
                orNull(domain),
                NetworkRules.write(sandbox.network()),
                lifecycle(sandbox),
                List.of());
    }

    private static Lifecycle lifecycle(Sandbox sandbox) {
        var wishes = sandbox.profile().wishes();
        return new Lifecycle(
                wishes.resumeOnTraffic(), wishes.pauseAtTimeout().isPresent() ? "pause" : "kill");
    }

    private static @Nullable String alias(Sandbox sandbox) {
        Template template = sandbox.profile().template();
        if (!template.names().isEmpty()) {
            return template.names().getFirst();
        }
        return template.isSnapshot() ? null : template.id();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static String time(Instant instant) {
        return instant.toString();
    }
}
