package io.sandkeeper.local;

import io.sandkeeper.local.stack.Plan;
import io.sandkeeper.local.stack.Ports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the stack says when all is ready. */
final class Welcome {
    private Welcome() {}

    static List<String> lines(Plan plan, Path folder, Duration took) {
        var at = whereKafkaIs(plan);
        var lines = new ArrayList<String>();
        lines.add("Ready in %.1f s.".formatted(took.toMillis() / 1000.0));
        lines.add("");
        lines.add("  Health    " + plan.worker(1) + "/actuator/health");
        lines.add("  Try       ./sandkeeper request" + at + " --follow");
        lines.add("            ./sandkeeper follow" + at + " --from-beginning");
        lines.add("            ./sandkeeper list" + at);
        lines.add("");
        lines.add("All in " + folder + ", forgotten at the end. Ctrl-C stops it.");
        return lines;
    }

    private static String whereKafkaIs(Plan plan) {
        var usual = "127.0.0.1:" + Ports.KAFKA;
        var servers = plan.bootstrapServers();
        return servers.equals(usual) ? "" : " --kafka " + servers;
    }
}
