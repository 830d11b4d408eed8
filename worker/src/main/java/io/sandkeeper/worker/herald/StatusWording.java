package io.sandkeeper.worker.herald;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.Desired;
import io.sandkeeper.events.FragmentId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.Waiting;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Setback;
import io.sandkeeper.worker.session.State;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** The latest state of a session, whole. */
final class StatusWording {
    private StatusWording() {}

    static SandboxStatus of(Session session, Standing standing, Optional<Instant> expiresAt) {
        return new SandboxStatus(
                standing,
                desired(session),
                owner(session),
                place(session),
                SettingsWording.of(session.profile()),
                times(session, expiresAt),
                waiting(session),
                advice(session));
    }

    private static Desired desired(Session session) {
        return switch (session.desired()) {
            case RUNNING -> Desired.RUNNING;
            case PAUSED -> Desired.PAUSED;
            case GONE -> Desired.GONE;
        };
    }

    private static Owner owner(Session session) {
        var owner = session.owner();
        return new Owner(
                new ProjectId(owner.project()),
                new UserId(owner.user()),
                owner.fragment().map(FragmentId::new).orElse(null));
    }

    private static SandboxStatus.Place place(Session session) {
        var current = session.state().current();
        return new SandboxStatus.Place(
                new Framework(session.profile().framework()),
                current.map(box -> new Framework(box.template())).orElse(null),
                session.profile().region().map(Region::new).orElse(null),
                current.flatMap(box -> box.url()).map(URI::create).orElse(null),
                session.care().health().map(CareWording::health).orElse(null),
                session.care().recreations().count());
    }

    private static SandboxStatus.Times times(Session session, Optional<Instant> expiresAt) {
        return new SandboxStatus.Times(
                session.createdAt(),
                session.updatedAt(),
                session.use().lastActivity(),
                session.pausesAt().orElse(null),
                pausedAt(session),
                expiresAt.orElse(null));
    }

    private static @Nullable Instant pausedAt(Session session) {
        return session.state() instanceof State.Paused paused ? paused.since() : null;
    }

    private static @Nullable Waiting waiting(Session session) {
        return session.state() instanceof State.Queued(_, var reason, var ticket)
                ? Wording.waiting(reason, ticket)
                : null;
    }

    private static @Nullable Advice advice(Session session) {
        return session.setback()
                .map(one -> new Advice(code(session, one), one.cause().evidence(), one.nextStep()))
                .orElse(null);
    }

    private static String code(Session session, Setback setback) {
        return session.state() instanceof State.Failed ? "failed" : Wording.code(setback.task());
    }
}
