package io.sandkeeper.bench.safekeeping;

import com.sun.management.GarbageCollectionNotificationInfo;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.bench.stage.Wire;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Everything that is done with a project once, in a heap that is as large as it was told to be. It
 * ends when that is not enough.
 */
public final class HeapProcess {
    private static final Project SMALL = new Project(20, 64 << 10);
    private static final double MIB = 1 << 20;

    private final AtomicLong most = new AtomicLong();

    private HeapProcess() {}

    /** Takes the wire's port, {@code base} or {@code all}, and {@link Scene.Props}. */
    public static void main(String[] words) throws Exception {
        var props = Scene.Props.of(List.of(words).subList(2, words.length));
        try (var wire = Wire.to(Integer.parseInt(words[0]));
                var scene = new Scene(props)) {
            new HeapProcess().measure(scene, Mouth.to(wire), words[1].equals("all"));
            Told.end(wire);
        }
        System.exit(0);
    }

    /** The base is what a worker has that did all of it before, with next to no files. */
    private void measure(Scene scene, Mouth mouth, boolean all) throws Exception {
        handle(scene, SMALL);
        System.gc();
        System.gc();
        mouth.say(
                Name.BASE_MIB,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
        if (all) {
            listen();
            handle(scene, scene.props().project());
            System.gc();
            mouth.say(Name.PEAK_MIB, most.get() / MIB);
        }
    }

    private static void handle(Scene scene, Project project) throws Exception {
        var box = scene.make();
        project.into(box.daemon());
        var copies = new Copies(scene, Mouth.SILENT);
        var copy = copies.measure(box, Name.FIRST, Name.FIRST_BYTES);
        var _ = copies.measure(box, Name.UNCHANGED, Name.UNCHANGED_BYTES);
        Wakes.mustBeClean(scene.desk().begin(box.subject().toVerify(copy, Instant.now())));
        var replacements = new Replacements(scene, box, copy, Mouth.SILENT);
        replacements.fromArchive();
        replacements.fromLive();
        scene.kill(box.made().sandbox());
    }

    /** What a collection of everything leaves is what is held; others leave some of the rest. */
    private void listen() {
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (it, _) -> collected((CompositeData) it.getUserData()), null, null);
            }
        }
    }

    private void collected(CompositeData data) {
        var found = GarbageCollectionNotificationInfo.from(data);
        if (found.getGcAction().contains("major")) {
            var used =
                    found.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                            .filter(it -> isHeap(it.getKey()))
                            .map(Map.Entry::getValue)
                            .mapToLong(MemoryUsage::getUsed)
                            .sum();
            most.accumulateAndGet(used, Math::max);
        }
    }

    private static boolean isHeap(String pool) {
        return List.of("Eden Space", "Survivor Space", "Tenured Gen").contains(pool);
    }
}
