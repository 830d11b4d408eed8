package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.Parts.Part;
import io.sandkeeper.worker.provider.Daemon.Reading;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Files out of a sandbox, part by part. While one is read the next is made there. */
final class Packing<F> {
    /** A header, and the longest name in its own two blocks and more. */
    private static final long MOST_OF_HEADERS = 16 * 512;

    private final Workspace workspace;
    private final Function<F, String> name;
    private final ToLongFunction<F> size;

    Packing(Workspace workspace, Function<F, String> name, ToLongFunction<F> size) {
        this.workspace = workspace;
        this.name = name;
        this.size = size;
    }

    interface EachPart<F> {
        void take(Part<F> part, Stream stream) throws Halt;
    }

    /** The archive of one part. */
    interface Stream {
        <T> T read(Reading<T> reading) throws Halt;
    }

    void pack(List<F> files, EachPart<F> each) throws Halt {
        if (files.isEmpty()) {
            return;
        }
        workspace.upload(
                "these", files.stream().map(file -> Seen.HERE + name.apply(file)).toList());
        var parts = Parts.of(files, size).all();
        var ready = Ahead.start(() -> pack(parts.getFirst()));
        for (var part : parts) {
            var _ = ready.await();
            if (part.number() + 1 < parts.size()) {
                var next = parts.get(part.number() + 1);
                ready = Ahead.start(() -> pack(next));
            }
            try (var _ = ready) {
                each.take(part, stream(part));
            }
        }
    }

    private Part<F> pack(Part<F> part) throws Halt {
        var _ =
                workspace.run(
                        Script.PACK,
                        Map.of(
                                "SK_FROM", Integer.toString(part.from() + 1),
                                "SK_COUNT", Integer.toString(part.files().size()),
                                "SK_PART", Integer.toString(part.number()),
                                "SK_DONE", Integer.toString(part.number() - 2)));
        return part;
    }

    /** A file may have grown since it was seen; by more than one largest file it has not. */
    private Stream stream(Part<F> part) {
        var most =
                part.bytes()
                        + workspace.limits().fileBytes()
                        + part.files().size() * MOST_OF_HEADERS
                        + 64 * 1024;
        return new Stream() {
            @Override
            public <T> T read(Reading<T> reading) throws Halt {
                return workspace.download(part.name(), most, reading);
            }
        };
    }
}
