package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.Lifecycle.*;
import io.sandkeeper.events.RequestOutcome.RequestRefused;
import io.sandkeeper.events.RequestOutcome.RequestSuperseded;

import java.time.Instant;
import java.util.function.BiFunction;

/** What is said of a session's ordinary life. */
final class LifeShapes {
    private LifeShapes() {}

    static void list() {
        Shapes.add(Queued.class, "It waits for its turn.", queued());
        Shapes.add(Creating.class, "A sandbox is being created.", creating());
        Shapes.add(
                Ready.class,
                "The sandbox is there: its files are in place and a command has succeeded in it.",
                ready());
        Shapes.add(
                PauseWarning.class,
                "It is about to go to sleep unless it is used.",
                at("pausesAt", "When exactly.", PauseWarning::pausesAt, PauseWarning::new));
        Shapes.add(
                Pausing.class,
                "It is being put to sleep.",
                attempt(Pausing::attempt, Pausing::new));
        Shapes.add(
                Paused.class,
                "It sleeps; its files are kept.",
                at("pausedAt", "Since when.", Paused::pausedAt, Paused::new));
        Shapes.add(Resuming.class, "It is being woken.", attempt(Resuming::attempt, Resuming::new));
        Shapes.add(Resumed.class, "It is awake again.", resumed());
        Shapes.add(SettingsChanged.class, "These settings hold now.", settingsChanged());
        Shapes.add(HealthChanged.class, "Checks have another result than before.", healthChanged());
        Shapes.add(ArchiveStored.class, "A copy of its files was stored.", ArchiveShapes.stored());
        Shapes.add(
                Lost.class,
                "The provider no longer has its sandbox and nobody asked for that. It comes back on use or on request.",
                lost());
        Shapes.add(
                DataLossDetected.class,
                "Files are gone or different although nothing wrote them.",
                ArchiveShapes.dataLoss());
        Shapes.add(
                Expiring.class,
                "The end of its life is near.",
                at("expiresAt", "When.", Expiring::expiresAt, Expiring::new));
        Shapes.add(
                Expired.class,
                "The end of its life has come.",
                at("expiredAt", "When.", Expired::expiredAt, Expired::new));
        Shapes.add(
                Killing.class,
                "It is being ended because somebody asked.",
                attempt(Killing::attempt, Killing::new));
        Shapes.add(
                Killed.class,
                "It is gone, and the provider has confirmed it.",
                at("confirmedAt", "When it was confirmed.", Killed::confirmedAt, Killed::new));
        Shapes.add(
                Failed.class,
                "It did not work, and goes on only when a person does something.",
                failed());
        Shapes.add(
                RequestSuperseded.class,
                "A request was not done because a newer one came.",
                superseded());
        Shapes.add(RequestRefused.class, "A request was not done because it cannot be.", refused());
    }

    private static <E extends Lifecycle> Shape<E> at(
            String name,
            String description,
            Getter<E, Instant> time,
            BiFunction<Standing, Instant, E> make) {
        var f = new Fields<E>();
        var standing = Parts.standing(f, Lifecycle::standing);
        var at = f.must(name, new Time(), time, description);
        return f.build(row -> make.apply(standing.of(row), row.get(at)));
    }

    private static <E extends Lifecycle> Shape<E> attempt(
            Getter<E, Integer> attempt, BiFunction<Standing, Integer, E> make) {
        var f = new Fields<E>();
        var standing = Parts.standing(f, Lifecycle::standing);
        var count = f.must("attempt", Parts.ATTEMPT, attempt, "Which try it is, from 1.");
        return f.build(row -> make.apply(standing.of(row), row.get(count)));
    }

    private static Shape<Queued> queued() {
        var f = new Fields<Queued>();
        var standing = Parts.standing(f, Queued::standing);
        var waiting = Parts.waiting(f, Queued::waiting);
        return f.build(row -> new Queued(standing.of(row), waiting.of(row)));
    }

    private static Shape<Creating> creating() {
        var f = new Fields<Creating>();
        var standing = Parts.standing(f, Creating::standing);
        var attempt =
                f.must("attempt", Parts.ATTEMPT, Creating::attempt, "Which try it is, from 1.");
        var template =
                f.must(
                        "template",
                        Ids.FRAMEWORK,
                        Creating::template,
                        "The template that is asked for.");
        var region = f.may("region", Ids.REGION, Creating::region, "Where.");
        return f.build(
                row ->
                        new Creating(
                                standing.of(row),
                                row.get(attempt),
                                row.get(template),
                                row.get(region)));
    }

    private static Shape<Ready> ready() {
        var f = new Fields<Ready>();
        var standing = Parts.standing(f, Ready::standing);
        var template =
                f.must("template", Ids.FRAMEWORK, Ready::template, "The template that was used.");
        var fallback =
                f.or(
                        "defaultTemplateUsed",
                        new Flag(),
                        false,
                        Ready::defaultTemplateUsed,
                        "The provider does not know the template that was asked for; the default one was used.");
        var refused =
                f.or(
                        "autoPauseRefused",
                        new Flag(),
                        false,
                        Ready::autoPauseRefused,
                        "The provider refused to pause it by itself as a safety net.");
        var preview = Parts.preview(f, Ready::preview);
        return f.build(
                row ->
                        new Ready(
                                standing.of(row),
                                row.get(template),
                                row.get(fallback),
                                row.get(refused),
                                preview.of(row)));
    }

    private static Shape<Resumed> resumed() {
        var f = new Fields<Resumed>();
        var standing = Parts.standing(f, Resumed::standing);
        var preview = Parts.preview(f, Resumed::preview);
        return f.build(row -> new Resumed(standing.of(row), preview.of(row)));
    }

    private static Shape<SettingsChanged> settingsChanged() {
        var f = new Fields<SettingsChanged>();
        var standing = Parts.standing(f, SettingsChanged::standing);
        var request =
                f.may(
                        "requestId",
                        Ids.REQUEST,
                        SettingsChanged::requestId,
                        "The request that changed them.");
        var settings = Parts.settings(f, SettingsChanged::settings);
        return f.build(
                row -> new SettingsChanged(standing.of(row), row.get(request), settings.of(row)));
    }

    private static Shape<HealthChanged> healthChanged() {
        var f = new Fields<HealthChanged>();
        var standing = Parts.standing(f, HealthChanged::standing);
        var health = Choice.upper(HealthResult.class);
        var now = f.must("health", health, HealthChanged::health, "The result now.");
        var before = f.may("before", health, HealthChanged::before, "The result before.");
        var checkedAt =
                f.must("checkedAt", new Time(), HealthChanged::checkedAt, "When it was checked.");
        return f.build(
                row ->
                        new HealthChanged(
                                standing.of(row),
                                row.get(now),
                                row.get(before),
                                row.get(checkedAt)));
    }

    private static Shape<Lost> lost() {
        var f = new Fields<Lost>();
        var standing = Parts.standing(f, Lost::standing);
        var archive =
                f.may(
                        "lastArchiveAt",
                        new Time(),
                        Lost::lastArchiveAt,
                        "How old the newest copy of its files is.");
        return f.build(row -> new Lost(standing.of(row), row.get(archive)));
    }

    private static Shape<Failed> failed() {
        var f = new Fields<Failed>();
        var standing = Parts.standing(f, Failed::standing);
        var advice = Parts.advice(f, Failed::advice);
        return f.build(row -> new Failed(standing.of(row), advice.of(row)));
    }

    private static Shape<RequestSuperseded> superseded() {
        var f = new Fields<RequestSuperseded>();
        var standing = Parts.standing(f, RequestSuperseded::standing);
        var request =
                f.must("requestId", Ids.REQUEST, RequestSuperseded::requestId, "The request.");
        var type =
                f.must(
                        "requestType",
                        Text.upTo(128),
                        RequestSuperseded::requestType,
                        "Its event type.");
        var by =
                f.may(
                        "supersededBy",
                        Ids.REQUEST,
                        RequestSuperseded::supersededBy,
                        "The newer request.");
        return f.build(
                row ->
                        new RequestSuperseded(
                                standing.of(row), row.get(request), row.get(type), row.get(by)));
    }

    private static Shape<RequestRefused> refused() {
        var f = new Fields<RequestRefused>();
        var standing = Parts.standing(f, RequestRefused::standing);
        var request = f.must("requestId", Ids.REQUEST, RequestRefused::requestId, "The request.");
        var type =
                f.must(
                        "requestType",
                        Text.upTo(128),
                        RequestRefused::requestType,
                        "Its event type.");
        var advice = Parts.advice(f, RequestRefused::advice);
        return f.build(
                row ->
                        new RequestRefused(
                                standing.of(row), row.get(request), row.get(type), advice.of(row)));
    }
}
