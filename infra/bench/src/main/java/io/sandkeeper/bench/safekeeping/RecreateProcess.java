package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.bench.stage.Wire;

import java.nio.file.Path;
import java.util.List;

/** Recreations and, in turns with them, the plain transfer and its peers. */
public final class RecreateProcess {
    private static final int WARM_UP = 2;

    private RecreateProcess() {}

    /** Takes the wire's port, the folder of the server's sandboxes, and {@link Scene.Props}. */
    public static void main(String[] words) throws Exception {
        var props = Scene.Props.of(List.of(words).subList(2, words.length));
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var scene = new Scene(props)) {
            measure(scene, Path.of(words[1]), Mouth.to(wire));
            Told.end(wire);
        }
        System.exit(0);
    }

    private static void measure(Scene scene, Path sandboxes, Mouth mouth) throws Exception {
        var old = scene.make();
        scene.props().project().into(old.daemon());
        var copy = new Copies(scene, Mouth.SILENT).measure(old, Name.FIRST, Name.FIRST_BYTES);
        var files =
                sandboxes
                        .resolve(old.made().sandbox().value())
                        .resolve(Path.of("/").relativize(Path.of(Project.ROOT)));
        try (var peer = new Peer(files, sandboxes.resolveSibling("peer"))) {
            for (int i = -WARM_UP; i < scene.props().rounds(); i++) {
                var ear = i < 0 ? Mouth.SILENT : mouth;
                var replacements = new Replacements(scene, old, copy, ear);
                replacements.fromArchive();
                replacements.fromLive();
                replacements.transfer();
                peer.round(ear);
            }
        }
        scene.kill(old.made().sandbox());
    }
}
