package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.PlatformNotice.*;

/** What is said of the fleet and its providers. */
final class PlatformShapes {
    private static final Value<Lane> LANE = lane();

    private PlatformShapes() {}

    static void list() {
        Shapes.add(
                BreakerChanged.class,
                "A circuit breaker opened, closed, or lets a probe through.",
                breaker());
        Shapes.add(
                QueueReported.class,
                "How a queue moves; once a second while somebody waits.",
                queue());
        Shapes.add(
                BudgetWarned.class,
                "A budget is nearly used up; requests are slowed down.",
                budget());
        Shapes.add(PoolReported.class, "How many sandboxes stand ready.", pool());
        Shapes.add(RegionChanged.class, "A region is up, degraded or down.", region());
        Shapes.add(
                KeyRefused.class,
                "Alarm: the provider refuses our key; its sessions wait.",
                keyRefused());
        Shapes.add(
                KillUnconfirmed.class,
                "Alarm: a sandbox that must be gone is not confirmed to be gone.",
                killUnconfirmed());
        Shapes.add(
                StrayKilled.class,
                "A sandbox of this fleet that belonged to no session was killed.",
                stray());
    }

    private static Shape<Lane> lane() {
        var f = new Fields<Lane>();
        var provider = f.must("provider", Ids.PROVIDER, Lane::provider, "The provider.");
        var region = f.may("region", Ids.REGION, Lane::region, "Its region.");
        var operation =
                f.must(
                        "operation",
                        Choice.lower(Lane.Operation.class),
                        Lane::operation,
                        "The operation.");
        return f.build(row -> new Lane(row.get(provider), row.get(region), row.get(operation)));
    }

    private static <E> Must<Lane> lane(Fields<E> f, Getter<E, Lane> of) {
        return f.must("lane", LANE, of, "What it is about.");
    }

    private static Shape<BreakerChanged> breaker() {
        var f = new Fields<BreakerChanged>();
        var lane = lane(f, BreakerChanged::lane);
        var state =
                f.must(
                        "state",
                        Choice.lower(Breaker.class),
                        BreakerChanged::state,
                        "Its state now.");
        var since = f.must("since", new Time(), BreakerChanged::since, "Since when.");
        var reason =
                f.must("reason", Text.prose(500), BreakerChanged::reason, "Why, for a person.");
        var probe =
                f.may(
                        "probeAt",
                        new Time(),
                        BreakerChanged::probeAt,
                        "When it lets a probe through.");
        return f.build(
                row ->
                        new BreakerChanged(
                                row.get(lane),
                                row.get(state),
                                row.get(since),
                                row.get(reason),
                                row.get(probe)));
    }

    private static Shape<QueueReported> queue() {
        var f = new Fields<QueueReported>();
        var lane = lane(f, QueueReported::lane);
        var head =
                f.must(
                        "head",
                        Whole.big(0),
                        QueueReported::head,
                        "The ticket that is next; position = ticket - head + 1.");
        var waiting = f.must("waiting", Parts.COUNT, QueueReported::waiting, "How many wait.");
        var rate =
                f.must(
                        "perMinute",
                        new Decimal(1_000_000),
                        QueueReported::perMinute,
                        "How many go through a minute.");
        var oldest =
                f.may(
                        "oldestSeconds",
                        Whole.seconds(0, Parts.MONTH_OF_SECONDS),
                        QueueReported::oldest,
                        "How long the first one has waited.");
        return f.build(
                row ->
                        new QueueReported(
                                row.get(lane),
                                row.get(head),
                                row.get(waiting),
                                row.get(rate),
                                row.get(oldest)));
    }

    private static Shape<BudgetWarned> budget() {
        var f = new Fields<BudgetWarned>();
        var lane = lane(f, BudgetWarned::lane);
        var start =
                f.must(
                        "windowStart",
                        new Time(),
                        BudgetWarned::windowStart,
                        "When counting began.");
        var window =
                f.must(
                        "windowSeconds",
                        Whole.seconds(1, 86_400),
                        BudgetWarned::window,
                        "How long it counts.");
        var used = f.must("used", Whole.big(0), BudgetWarned::used, "Calls made.");
        var limit = f.must("limit", Whole.big(1), BudgetWarned::limit, "Calls allowed.");
        return f.build(
                row ->
                        new BudgetWarned(
                                row.get(lane),
                                row.get(start),
                                row.get(window),
                                row.get(used),
                                row.get(limit)));
    }

    private static Shape<PoolReported> pool() {
        var f = new Fields<PoolReported>();
        var template =
                f.must("template", Ids.FRAMEWORK, PoolReported::template, "Of which template.");
        var region = f.may("region", Ids.REGION, PoolReported::region, "Where.");
        var ready =
                f.must("ready", Parts.COUNT, PoolReported::ready, "How many can be given away.");
        var starting =
                f.must(
                        "starting",
                        Parts.COUNT,
                        PoolReported::starting,
                        "How many are being created.");
        var target =
                f.must("target", Parts.COUNT, PoolReported::target, "How many there should be.");
        return f.build(
                row ->
                        new PoolReported(
                                row.get(template),
                                row.get(region),
                                row.get(ready),
                                row.get(starting),
                                row.get(target)));
    }

    private static Shape<RegionChanged> region() {
        var f = new Fields<RegionChanged>();
        var region = f.must("region", Ids.REGION, RegionChanged::region, "The region.");
        var state =
                f.must(
                        "state",
                        Choice.lower(RegionState.class),
                        RegionChanged::state,
                        "Its state now.");
        var since = f.must("since", new Time(), RegionChanged::since, "Since when.");
        var reason = f.must("reason", Text.prose(500), RegionChanged::reason, "Why, for a person.");
        var instead =
                f.may(
                        "useInstead",
                        Ids.REGION,
                        RegionChanged::useInstead,
                        "Where new sandboxes go meanwhile.");
        return f.build(
                row ->
                        new RegionChanged(
                                row.get(region),
                                row.get(state),
                                row.get(since),
                                row.get(reason),
                                row.get(instead)));
    }

    private static Shape<KeyRefused> keyRefused() {
        var f = new Fields<KeyRefused>();
        var lane = lane(f, KeyRefused::lane);
        var status =
                f.must(
                        "httpStatus",
                        Whole.number(100, 599),
                        KeyRefused::httpStatus,
                        "The provider's answer.");
        var since = f.must("since", new Time(), KeyRefused::since, "Since when.");
        var advice = Parts.advice(f, KeyRefused::advice);
        return f.build(
                row ->
                        new KeyRefused(
                                row.get(lane), row.get(status), row.get(since), advice.of(row)));
    }

    private static Shape<KillUnconfirmed> killUnconfirmed() {
        var f = new Fields<KillUnconfirmed>();
        var lane = lane(f, KillUnconfirmed::lane);
        var session =
                f.may(
                        "sessionId",
                        Ids.SESSION,
                        KillUnconfirmed::sessionId,
                        "The session it belongs to.");
        var sandbox =
                f.may(
                        "sandboxId",
                        Ids.SANDBOX,
                        KillUnconfirmed::sandboxId,
                        "The sandbox, if its id is known.");
        var since =
                f.must(
                        "since",
                        new Time(),
                        KillUnconfirmed::since,
                        "Since when it should be gone.");
        return f.build(
                row ->
                        new KillUnconfirmed(
                                row.get(lane), row.get(session), row.get(sandbox), row.get(since)));
    }

    private static Shape<StrayKilled> stray() {
        var f = new Fields<StrayKilled>();
        var lane = lane(f, StrayKilled::lane);
        var sandbox = f.must("sandboxId", Ids.SANDBOX, StrayKilled::sandboxId, "The sandbox.");
        var seen =
                f.must(
                        "firstSeenAt",
                        new Time(),
                        StrayKilled::firstSeenAt,
                        "When it was first seen.");
        return f.build(row -> new StrayKilled(row.get(lane), row.get(sandbox), row.get(seen)));
    }
}
