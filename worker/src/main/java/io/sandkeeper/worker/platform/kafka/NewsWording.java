package io.sandkeeper.worker.platform.kafka;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.Lane;
import io.sandkeeper.events.PlatformNotice;
import io.sandkeeper.events.ProviderName;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;

/** From the domain's words to the contract's. */
final class NewsWording {
    private static final int PROSE = 500;

    /** What the region is called that has no name of its own. */
    private static final String DEFAULT_REGION = "default";

    private NewsWording() {}

    static PlatformNotice of(News news) {
        var lane = lane(news.lane());
        return switch (news) {
            case News.BreakerChanged(_, var state, var since, var reason, var probeAt) ->
                    new PlatformNotice.BreakerChanged(
                            lane, breaker(state), since, cut(reason), probeAt.orElse(null));
            case News.QueueReported(_, var head, var waiting, var perMinute, var oldest) ->
                    new PlatformNotice.QueueReported(
                            lane, head, waiting, perMinute, oldest.orElse(null));
            case News.BudgetWarned(_, var start, var window, var used, var limit) ->
                    new PlatformNotice.BudgetWarned(lane, start, window, used, limit);
            case News.KeyRefused(_, var status, var since, var message, var nextStep) ->
                    new PlatformNotice.KeyRefused(
                            lane,
                            status,
                            since,
                            new Advice("key-refused", cut(message), cut(nextStep)));
            case News.KillUnconfirmed(_, var session, var sandbox, var since) ->
                    new PlatformNotice.KillUnconfirmed(
                            lane,
                            session.map(id -> new SessionId(id.value())).orElse(null),
                            sandbox.map(id -> new SandboxId(id.value())).orElse(null),
                            since);
            case News.StrayKilled(_, var sandbox, var firstSeenAt) ->
                    new PlatformNotice.StrayKilled(
                            lane, new SandboxId(sandbox.value()), firstSeenAt);
            case News.RegionChanged(var where, var condition, var since, var reason) ->
                    new PlatformNotice.RegionChanged(
                            region(where), state(condition), since, cut(reason), null);
        };
    }

    private static Lane lane(LaneId lane) {
        return new Lane(
                new ProviderName(lane.provider()),
                lane.region().map(Region::new).orElse(null),
                operation(lane.operation()));
    }

    private static Region region(LaneId lane) {
        return new Region(lane.region().orElse(DEFAULT_REGION));
    }

    private static PlatformNotice.RegionState state(News.Condition condition) {
        return switch (condition) {
            case UP -> PlatformNotice.RegionState.UP;
            case DOWN -> PlatformNotice.RegionState.DOWN;
        };
    }

    private static Lane.Operation operation(LaneId.Operation operation) {
        return switch (operation) {
            case CREATE -> Lane.Operation.CREATE;
            case PAUSE -> Lane.Operation.PAUSE;
            case RESUME -> Lane.Operation.RESUME;
            case RECREATE -> Lane.Operation.RECREATE;
            case KILL -> Lane.Operation.KILL;
            case ARCHIVE -> Lane.Operation.ARCHIVE;
            case EXTEND -> Lane.Operation.EXTEND;
            case ANY -> Lane.Operation.ANY;
        };
    }

    private static PlatformNotice.Breaker breaker(News.Breaker state) {
        return switch (state) {
            case CLOSED -> PlatformNotice.Breaker.CLOSED;
            case OPEN -> PlatformNotice.Breaker.OPEN;
            case HALF_OPEN -> PlatformNotice.Breaker.HALF_OPEN;
        };
    }

    /** Longer prose would be refused by whoever reads it. */
    private static String cut(String prose) {
        return prose.codePointCount(0, prose.length()) <= PROSE
                ? prose
                : prose.substring(0, prose.offsetByCodePoints(0, PROSE - 1)) + "…";
    }
}
