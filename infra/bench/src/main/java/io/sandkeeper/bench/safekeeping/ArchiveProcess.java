package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.stage.Wire;

import java.util.List;

/** Copies and pauses, in a process of their own. */
public final class ArchiveProcess {
    private static final int WARM_UP = 2;

    private ArchiveProcess() {}

    /** Takes the wire's port and {@link Scene.Props}. */
    public static void main(String[] words) throws Exception {
        var props = Scene.Props.of(List.of(words).subList(1, words.length));
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var scene = new Scene(props)) {
            copies(scene, Mouth.to(wire));
            wakes(scene, Mouth.to(wire));
            Told.end(wire);
        }
        System.exit(0);
    }

    private static void copies(Scene scene, Mouth mouth) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            new Copies(scene, Mouth.SILENT).round(scene.props().project());
        }
        for (int i = 0; i < scene.props().rounds(); i++) {
            new Copies(scene, mouth).round(scene.props().project());
        }
    }

    private static void wakes(Scene scene, Mouth mouth) throws Exception {
        var box = scene.make();
        scene.props().project().into(box.daemon());
        try (var user = scene.provider()) {
            var way = user.daemon(box.made());
            for (int i = 0; i < WARM_UP; i++) {
                new Wakes(scene, box, way, Mouth.SILENT).round();
            }
            for (int i = 0; i < scene.props().rounds(); i++) {
                new Wakes(scene, box, way, mouth).round();
            }
        }
        scene.kill(box.made().sandbox());
    }
}
