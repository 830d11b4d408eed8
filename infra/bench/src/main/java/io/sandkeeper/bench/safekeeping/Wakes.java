package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.Signal;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Pauses and wakes, in turns with and without the comparison that follows a wake. The user has a
 * way of his own into the sandbox, and is served when his first command has succeeded.
 */
final class Wakes {
    private static final int COMMANDS = 20;

    private final Scene scene;
    private final Scene.Box box;
    private final Daemon user;
    private final Mouth mouth;

    Wakes(Scene scene, Scene.Box box, Daemon user, Mouth mouth) {
        this.scene = scene;
        this.box = box;
        this.user = user;
        this.mouth = mouth;
    }

    void round() throws Exception {
        alone();
        beside();
    }

    private void alone() throws Exception {
        var _ = pause();
        var begun = System.nanoTime();
        resume();
        Project.run(user, "true");
        mouth.since(Name.SERVED_ALONE, begun);
        for (int i = 0; i < COMMANDS; i++) {
            command(Name.COMMAND_ALONE);
        }
    }

    private void beside() throws Exception {
        var copy = pause();
        var begun = System.nanoTime();
        resume();
        var woken = System.nanoTime();
        var comparison = scene.desk().begin(box.subject().toVerify(copy, Instant.now()));
        var told = comparison.whenComplete((_, _) -> mouth.since(Name.COMPARISON, woken));
        Project.run(user, "true");
        mouth.since(Name.SERVED_BESIDE, begun);
        while (!comparison.isDone()) {
            command(Name.COMMAND_BESIDE);
        }
        mustBeClean(told);
    }

    private void command(Name name) throws Exception {
        var begun = System.nanoTime();
        Project.run(user, "true");
        mouth.since(name, begun);
    }

    private Archive pause() {
        var outcome = scene.desk().perform(box.subject().toPause());
        if (outcome instanceof Signal.PauseDone done && done.archived().isPresent()) {
            return done.archived().get().archive();
        }
        throw new IllegalStateException("not paused with a copy: " + outcome);
    }

    private void resume() {
        var outcome = scene.desk().perform(box.subject().toResume());
        if (!(outcome instanceof Signal.ResumeDone)) {
            throw new IllegalStateException("not awake: " + outcome);
        }
    }

    static void mustBeClean(CompletableFuture<Signal.Outcome> comparison) {
        var outcome = comparison.join();
        if (!(outcome instanceof Signal.Verified verified && verified.loss().count() == 0)) {
            throw new IllegalStateException("a pause without damage is not clean: " + outcome);
        }
    }
}
