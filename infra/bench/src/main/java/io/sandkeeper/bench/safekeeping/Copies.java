package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.Signal;

/** Copies of one project after another: all of it, nothing new, and a few files. */
final class Copies {
    static final int CHANGED = 10;

    private final Scene scene;
    private final Mouth mouth;

    Copies(Scene scene, Mouth mouth) {
        this.scene = scene;
        this.mouth = mouth;
    }

    void round(Project project) throws Exception {
        var box = scene.make();
        project.into(box.daemon());
        measure(box, Name.FIRST, Name.FIRST_BYTES);
        measure(box, Name.UNCHANGED, Name.UNCHANGED_BYTES);
        project.change(box.daemon(), CHANGED, "// changed");
        measure(box, Name.CHANGED, Name.CHANGED_BYTES);
        scene.kill(box.made().sandbox());
    }

    Archive measure(Scene.Box box, Name time, Name bytes) {
        var begun = System.nanoTime();
        var archived = archived(scene.desk().perform(box.subject().toArchive()));
        mouth.since(time, begun);
        mouth.say(bytes, (double) archived.transferred());
        return archived.archive();
    }

    private static Archived archived(Signal.Outcome outcome) {
        if (outcome instanceof Signal.ArchiveDone done && done.archived().leftOutCount() == 0) {
            return done.archived();
        }
        throw new IllegalStateException("no whole copy was made: " + outcome);
    }
}
