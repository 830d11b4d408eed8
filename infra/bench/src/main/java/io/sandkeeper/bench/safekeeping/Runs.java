package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.stage.CloudProcess;
import io.sandkeeper.bench.stage.Ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The store, the sandbox server and a folder, and what is measured on them. */
final class Runs implements AutoCloseable {
    private static final int SANDBOXES = 20;

    private final Ground ground;
    private final CloudProcess cloud;
    private final Path folder;

    private Runs(Ground ground, CloudProcess cloud, Path folder) {
        this.ground = ground;
        this.cloud = cloud;
        this.folder = folder;
    }

    /**
     * What is measured.
     *
     * @param vault {@code gridfs} or {@code folder}
     */
    record Scale(int files, int mebibytes, int rounds, String vault) {
        static Scale of(Options options) {
            boolean quick = options.has("quick");
            return new Scale(
                    options.number("files", quick ? 200 : 2_000),
                    options.number("mebibytes", quick ? 5 : 50),
                    options.number("rounds", quick ? 2 : 5),
                    options.text("vault").orElse("gridfs"));
        }

        Scale large(int more) {
            return new Scale(files, more, 1, "folder");
        }

        long bytes() {
            return (long) mebibytes << 20;
        }

        @Override
        public String toString() {
            return "%,d files, %d MiB".formatted(files, mebibytes);
        }
    }

    static Runs open(Options options) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("sandkeeper-vault");
        var parent = Path.of(options.text("data").orElse(System.getProperty("java.io.tmpdir")));
        var data = Files.createTempDirectory(parent, "sandkeeper-bench");
        var ground = Ground.lay(1);
        try {
            return new Runs(ground, CloudProcess.start(SANDBOXES, data), folder);
        } catch (IOException | RuntimeException failure) {
            ground.close();
            throw failure;
        }
    }

    Told archives(Scale scale) throws IOException {
        return run(ArchiveProcess.class, List.of(), List.of(), scale);
    }

    Told recreations(Scale scale) throws IOException {
        var sandboxes = cloud.files("").toString();
        return run(RecreateProcess.class, List.of(), List.of(sandboxes), scale);
    }

    /** What a worker has before it does something large. */
    double heapBefore(Scale scale) throws IOException {
        return run(HeapProcess.class, List.of(), List.of("base"), scale).median(Told.Name.BASE_MIB);
    }

    /** Fails when so many MiB are not enough. */
    Told inHeap(int mebibytes, Scale scale) throws IOException {
        return run(HeapProcess.class, List.of("-Xmx" + mebibytes + "m"), List.of("all"), scale);
    }

    private Told run(Class<?> main, List<String> jvm, List<String> first, Scale scale)
            throws IOException {
        var words = new ArrayList<>(first);
        var vault = scale.vault().equals("gridfs") ? "gridfs" : folder.toString();
        words.addAll(
                new Scene.Props(
                                ground.storeUri(),
                                vault,
                                cloud.url().toString(),
                                cloud.key(),
                                scale.files(),
                                scale.bytes(),
                                scale.rounds())
                        .words());
        try (var performer = ground.perform(main.getSimpleName(), main, jvm, words)) {
            return Told.hear(performer);
        }
    }

    @Override
    public void close() throws IOException {
        cloud.close();
        ground.close();
        Project.remove(folder);
    }
}
