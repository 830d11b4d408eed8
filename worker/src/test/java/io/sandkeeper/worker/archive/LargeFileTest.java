package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.archive.folder.FolderVault;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file much larger than the memory that there is for it, in a process of its own. */
class LargeFileTest {
    private static final long SIZE = 160L << 20;
    private static final String HEAP = "-Xmx40m";

    @TempDir Path folder = Path.of("/nowhere");

    @Test
    void goes_through_a_heap_of_forty_megabytes_and_back() throws Exception {
        var child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-cp",
                                home(Archives.class) + File.pathSeparator + home(Numbers.class),
                                LargeFileTest.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).isEqualTo("whole");
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    public static void main(String[] arguments) throws IOException {
        var vault = new FolderVault(Path.of(arguments[0]));
        var archives = new Archives(vault, new InMemoryCatalogue());
        var hash = Sha256.start();
        try (var content = new Numbers()) {
            for (var bytes = content.readNBytes(1 << 16);
                    bytes.length > 0;
                    bytes = content.readNBytes(1 << 16)) {
                hash.update(bytes);
            }
        }
        var digest = Sha256.digest(hash.digest());
        var file = new Entry.File(Project.path("large"), 0644, SIZE, Project.WRITTEN, digest);

        var draft = archives.begin(Place.SESSION, Place.ROOT, Project.WRITTEN);
        var put = draft.put(digest, SIZE, new Numbers());
        var manifest = new Manifest(Project.WRITTEN, List.of(file));
        var archive = draft.finish(manifest, List.of(), Project.WRITTEN);

        archives.open(archive)
                .read(
                        (_, _, content) -> {
                            var size = content.transferTo(OutputStream.nullOutputStream());
                            System.out.print(
                                    put == Draft.Put.STORED && size == SIZE ? "whole" : size);
                        });
    }

    /** Cheap to make, and nothing that compresses. */
    private static final class Numbers extends InputStream {
        private long next;

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (next == SIZE) {
                return -1;
            }
            int size = (int) Math.min(length, SIZE - next);
            for (int i = 0; i < size; i++) {
                long mixed = ++next * 0x9E3779B97F4A7C15L;
                into[from + i] = (byte) (((mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L) >>> 40);
            }
            return size;
        }
    }
}
