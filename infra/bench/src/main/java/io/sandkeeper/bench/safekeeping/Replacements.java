package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Progress;
import io.sandkeeper.worker.project.ProjectFolder;
import io.sandkeeper.worker.project.Transfer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

/** Sandboxes in the place of another, and what of that is the transfer alone. */
final class Replacements {
    private final Scene scene;
    private final Scene.Box old;
    private final Archive copy;
    private final Mouth mouth;

    Replacements(Scene scene, Scene.Box old, Archive copy, Mouth mouth) {
        this.scene = scene;
        this.old = old;
        this.copy = copy;
        this.mouth = mouth;
    }

    void fromArchive() {
        replace(old.subject().toReplaceLost(copy), Restored.Source.ARCHIVE, Name.FROM_ARCHIVE);
    }

    void fromLive() {
        replace(old.subject().toReplaceLive(copy), Restored.Source.LIVE, Name.FROM_LIVE);
    }

    private void replace(Session session, Restored.Source source, Name name) {
        var begun = System.nanoTime();
        var outcome = scene.desk().perform(session);
        mouth.since(name, begun);
        if (!(outcome instanceof Signal.Created made
                && made.restored().source() == source
                && made.restored().files() == copy.files()
                && made.restored().bytes() == copy.bytes())) {
            throw new IllegalStateException("not replaced with all files: " + outcome);
        }
        scene.kill(made.sandbox().id());
    }

    void transfer() {
        var target = scene.make();
        var to = folder(target.daemon());
        var begun = System.nanoTime();
        var transfer = folder(old.daemon()).transferTo(to, Progress.UNHEARD);
        mouth.since(Name.TRANSFER, begun);
        if (!(transfer instanceof Transfer.Moved moved)) {
            throw new IllegalStateException("not transferred: " + transfer);
        }
        var arrived = System.nanoTime();
        var differences = Answers.done(to.verify(moved.manifest().entries()));
        mouth.since(Name.VERIFICATION, arrived);
        if (!differences.isEmpty()) {
            throw new IllegalStateException("it arrived otherwise: " + differences.getFirst());
        }
        scene.kill(target.made().sandbox());
    }

    private static ProjectFolder folder(Daemon daemon) {
        return new ProjectFolder(daemon, Project.ROOT, IgnoreRules.usual(), Scene.limits());
    }
}
