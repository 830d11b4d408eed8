package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.SandboxStatus.Place;
import io.sandkeeper.events.SandboxStatus.Times;

import java.util.function.BiFunction;

/** What is said of a session's latest state. */
final class StatusShape {
    private StatusShape() {}

    static void list() {
        Shapes.add(
                SandboxStatus.class,
                "The latest state of a session, whole. Published after every change; the newest one is kept for ever.",
                status());
    }

    private static Shape<SandboxStatus> status() {
        var f = new Fields<SandboxStatus>();
        var standing = Parts.standing(f, SandboxStatus::standing);
        var desired =
                f.must(
                        "desired",
                        Choice.upper(Desired.class),
                        SandboxStatus::desired,
                        "What somebody wants.");
        var owner =
                f.may(
                        "owner",
                        StatusShape.<Owner>nested(Parts::owner),
                        SandboxStatus::owner,
                        "Whose it is; absent where only its end was ever asked for.");
        var place = f.may("place", place(), SandboxStatus::place, "What it runs, and where.");
        var settings =
                f.must(
                        "settings",
                        StatusShape.<Settings>nested(Parts::settings),
                        SandboxStatus::settings,
                        "The settings that hold now.");
        var times = f.must("times", times(), SandboxStatus::times, "When what was, and will be.");
        var waiting =
                f.may(
                        "waiting",
                        StatusShape.<Waiting>nested(Parts::waiting),
                        SandboxStatus::waiting,
                        "Its place in a queue.");
        var advice =
                f.may(
                        "advice",
                        StatusShape.<Advice>nested(Parts::advice),
                        SandboxStatus::advice,
                        "Why it failed, and what a person can do.");
        return f.build(
                row ->
                        new SandboxStatus(
                                standing.of(row),
                                row.get(desired),
                                row.get(owner),
                                row.get(place),
                                row.get(settings),
                                row.get(times),
                                row.get(waiting),
                                row.get(advice)));
    }

    private static <V> Shape<V> nested(BiFunction<Fields<V>, Getter<V, V>, Part<V>> part) {
        var f = new Fields<V>();
        return f.build(part.apply(f, whole -> whole)::of);
    }

    private static Shape<Place> place() {
        var f = new Fields<Place>();
        var framework = f.must("framework", Ids.FRAMEWORK, Place::framework, "What was asked for.");
        var template =
                f.may("template", Ids.FRAMEWORK, Place::template, "The template that is used.");
        var region = f.may("region", Ids.REGION, Place::region, "Where.");
        var preview =
                f.may(
                        "previewUrl",
                        Parts.WEB_ADDRESS,
                        Place::previewUrl,
                        "The address of its web page.");
        var health =
                f.may(
                        "health",
                        Choice.upper(HealthResult.class),
                        Place::health,
                        "What the last checks found.");
        var recreations =
                f.or(
                        "recreations",
                        Parts.COUNT,
                        0,
                        Place::recreations,
                        "How often it was created anew.");
        return f.build(
                row ->
                        new Place(
                                row.get(framework),
                                row.get(template),
                                row.get(region),
                                row.get(preview),
                                row.get(health),
                                row.get(recreations)));
    }

    private static Shape<Times> times() {
        var f = new Fields<Times>();
        var time = new Time();
        var created = f.must("createdAt", time, Times::createdAt, "When the session began.");
        var updated = f.must("updatedAt", time, Times::updatedAt, "When this changed last.");
        var active = f.may("lastActivityAt", time, Times::lastActivityAt, "When it was last used.");
        var pauses =
                f.may(
                        "pausesAt",
                        time,
                        Times::pausesAt,
                        "When it goes to sleep unless it is used.");
        var paused = f.may("pausedAt", time, Times::pausedAt, "Since when it sleeps.");
        var expires = f.may("expiresAt", time, Times::expiresAt, "When its life ends.");
        return f.build(
                row ->
                        new Times(
                                row.get(created),
                                row.get(updated),
                                row.get(active),
                                row.get(pauses),
                                row.get(paused),
                                row.get(expires)));
    }
}
