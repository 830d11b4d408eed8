package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.LogLine;
import io.sandkeeper.sandboxserver.sandbox.Sample;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;
import io.sandkeeper.sandboxserver.template.Template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Metrics and logs of sandboxes. */
final class Observations {
    private static final int MOST_IDS = 100;
    private static final int MOST_LINES = 1000;
    private static final long MEMORY = (long) Template.MEMORY_MB << 20;

    private final Regions regions;

    Observations(Regions regions) {
        this.regions = regions;
    }

    record Metric(
            String timestamp,
            long timestampUnix,
            int cpuCount,
            double cpuUsedPct,
            long memUsed,
            long memTotal,
            long memCache,
            long diskUsed,
            long diskTotal) {}

    record Entry(String timestamp, String level, String message, Map<String, String> fields) {}

    record Line(String timestamp, String line) {}

    record Logs(List<Entry> logs) {}

    record OldLogs(List<Line> logs, List<Entry> logEntries) {}

    record Metrics(Map<String, Metric> sandboxes) {}

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("metrics", "GET /sandboxes/metrics", this::metricsOfMany),
                Endpoint.of("metrics", "GET /sandboxes/*/metrics", this::metrics),
                Endpoint.of("logs", "GET /sandboxes/*/logs", this::logsV1),
                Endpoint.of("logs", "GET /v2/sandboxes/*/logs", this::logsV2));
    }

    private Answer metrics(Call call) {
        Instant start = seconds(call.query(), "start").orElse(Instant.EPOCH);
        Instant end = seconds(call.query(), "end").orElse(Instant.MAX);
        return regions.find(call)
                .map(sandbox -> Answer.of(200, metrics(sandbox.samplesBetween(start, end))))
                .orElseGet(() -> Refusals.unknown(call.variable()));
    }

    private static Optional<Instant> seconds(Query query, String name) {
        return query.number(name, 0, 1L << 40).map(Instant::ofEpochSecond);
    }

    private static List<Metric> metrics(List<Sample> samples) {
        return samples.stream().map(Observations::metric).toList();
    }

    private static Metric metric(Sample sample) {
        return new Metric(
                SandboxView.time(sample.at()),
                sample.at().getEpochSecond(),
                Template.CPUS,
                sample.cpuUsedPercent(),
                sample.memoryUsed(),
                MEMORY,
                0,
                sample.diskUsed(),
                sample.diskTotal());
    }

    private Answer metricsOfMany(Call call) {
        List<String> ids = call.query().list("sandbox_ids");
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            throw InvalidRequest.schema(
                    "parameter \"sandbox_ids\" in query has an error: 1 to 100 ids are needed");
        }
        var metrics = new LinkedHashMap<String, Metric>();
        for (Sandbox sandbox : regions.all(call)) {
            if (ids.stream().anyMatch(id -> isIdOf(id, sandbox))) {
                sandbox.latestSample()
                        .ifPresent(sample -> metrics.put(sandbox.id(), metric(sample)));
            }
        }
        return Answer.of(200, new Metrics(metrics));
    }

    private static boolean isIdOf(String text, Sandbox sandbox) {
        return SandboxId.parse(text).filter(sandbox.profile().id()::equals).isPresent();
    }

    private Answer logsV1(Call call) {
        Optional<Sandbox> sandbox = regions.find(call);
        if (sandbox.isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        Instant start = milliseconds(call.query(), "start").orElse(Instant.EPOCH);
        List<LogLine> lines =
                sandbox.get().log().lines().stream()
                        .filter(line -> !line.at().isBefore(start))
                        .limit(call.query().integer("limit", 0, MOST_LINES, MOST_LINES))
                        .toList();
        return Answer.of(
                200,
                new OldLogs(
                        lines.stream()
                                .map(line -> new Line(SandboxView.time(line.at()), line.message()))
                                .toList(),
                        entries(lines)));
    }

    private Answer logsV2(Call call) {
        Optional<Sandbox> sandbox = regions.find(call);
        if (sandbox.isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        Query query = call.query();
        boolean backward = isBackward(query);
        Optional<Instant> cursor = milliseconds(query, "cursor");
        LogLine.Level level = level(query);
        String search = query.first("search").orElse("");
        var lines = new ArrayList<LogLine>(sandbox.get().log().lines());
        if (backward) {
            Collections.reverse(lines);
        }
        List<LogLine> wanted =
                lines.stream()
                        .filter(line -> cursor.isEmpty() || isBeyond(line, cursor.get(), backward))
                        .filter(line -> line.level().compareTo(level) >= 0)
                        .filter(line -> line.message().contains(search))
                        .limit(query.integer("limit", 0, MOST_LINES, MOST_LINES))
                        .toList();
        return Answer.of(200, new Logs(entries(wanted)));
    }

    private static Optional<Instant> milliseconds(Query query, String name) {
        return query.number(name, 0, 1L << 50).map(Instant::ofEpochMilli);
    }

    private static boolean isBackward(Query query) {
        return switch (query.first("direction").orElse("forward")) {
            case "forward" -> false;
            case "backward" -> true;
            default ->
                    throw InvalidRequest.schema(
                            "parameter \"direction\" in query has an error: value is not one of the allowed values [\"forward\",\"backward\"]");
        };
    }

    private static LogLine.Level level(Query query) {
        String word = query.first("level").orElse("debug");
        try {
            return LogLine.Level.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw InvalidRequest.schema(
                    "parameter \"level\" in query has an error: value is not one of the allowed values [\"debug\",\"info\",\"warn\",\"error\"]");
        }
    }

    private static boolean isBeyond(LogLine line, Instant cursor, boolean backward) {
        return backward ? !line.at().isAfter(cursor) : !line.at().isBefore(cursor);
    }

    private static List<Entry> entries(List<LogLine> lines) {
        return lines.stream()
                .map(
                        line ->
                                new Entry(
                                        SandboxView.time(line.at()),
                                        line.level().word(),
                                        line.message(),
                                        line.fields()))
                .toList();
    }
}
