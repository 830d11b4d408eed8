package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class ManifestTest {
    private static final ArchiveId ID = new ArchiveId("a1");
    private static final ObjectKey OBJECT = ObjectKey.of(Place.SESSION, ID, 0);

    private static Archive archive(ArchiveId id) {
        return new Archive(
                id,
                Place.SESSION,
                Place.ROOT,
                Instant.EPOCH,
                Instant.EPOCH,
                new Archive.Tally(0, 0, 0, 0, 0),
                ObjectKey.of(Place.SESSION, id, 9),
                Set.of());
    }

    private static Inventory inventory(int files) {
        var entries = new ArrayList<Entry>();
        var blobs = new LinkedHashMap<Digest, Blob>();
        for (var i = 0; i < files; i++) {
            var hash = Sha256.of(ByteBuffer.allocate(4).putInt(i).array());
            var digest = Sha256.digest(hash);
            blobs.put(digest, new Blob(List.of(new Piece(OBJECT, i * 10, 9, 10))));
            var path = Project.path("src/folder-%d/file-%d.ts".formatted(i / 100, i));
            entries.add(new Entry.File(path, 0755, 10, Instant.ofEpochSecond(i, i), digest));
        }
        entries.add(
                new Entry.Folder(
                        Project.path("z"), 01777, Instant.parse("1969-01-01T00:00:00.5Z")));
        entries.add(new Entry.Link(ProjectPath.of(new byte[] {'l', (byte) 0x80}), "\u00ff/\n"));
        return new Inventory(
                new Manifest(Instant.parse("2026-01-01T00:00:00.000000001Z"), entries),
                List.of(new LeftOut("ä", "why")),
                new Stock(blobs, Map.of(OBJECT, 4_000_000)));
    }

    @Test
    void reads_what_was_written() {
        var written = ManifestWriter.write(ID, inventory(250));

        assertThat(ManifestReader.read(archive(ID), written)).isEqualTo(inventory(250));
        assertThat(ManifestReader.stock(archive(ID), written)).isEqualTo(inventory(250).stock());
    }

    /** Whoever changes the form must keep reading this. */
    @Test
    void reads_what_the_first_release_wrote() {
        var first = HexFormat.of().parseHex(FIRST);

        assertThat(ManifestReader.read(archive(ID), first)).isEqualTo(inventory(2));
    }

    private static final String FIRST =
            "534b414d01780163604a346464604934d4356898f48591e9be7de20c9695fab71dc225758fd85ef7"
                    + "7855de7527688f67cf0b569503223b042519191838b9b6b00baee829b02ccddfb1dc42fdd53e1dfe"
                    + "a70b4c72963f58c8b2f6c09f32ffa05e46062e4e2e0620c80cdd09a218591819c48a8b92f5d3f273"
                    + "52528b740df4d3327352750df44a8adf3283158254810023a3108b218a30d0420646262606c6aaff"
                    + "ecff81e09fdc9906d9b3a90ccc0c4c390dccfff5b918990e2f612ecfa8040062d83c2da76681af74"
                    + "82dd59e66fea38a251628752528b9ade6e33c23c65bbd198154281";

    @Test
    void refuses_what_is_cut_at_any_place() {
        var written = ManifestWriter.write(ID, inventory(20));

        for (var length = 0; length < written.length; length++) {
            var cut = Arrays.copyOf(written, length);

            assertThatThrownBy(() -> ManifestReader.read(archive(ID), cut))
                    .as("%d bytes", length)
                    .isInstanceOf(Damaged.class);
        }
    }

    @Test
    void refuses_what_is_changed_at_any_place() {
        var written = ManifestWriter.write(ID, inventory(20));

        for (var at = 0; at < written.length; at++) {
            var changed = written.clone();
            changed[at] ^= 0x10;

            assertThatThrownBy(() -> ManifestReader.read(archive(ID), changed))
                    .as("byte %d", at)
                    .isInstanceOf(Damaged.class);
        }
    }

    @Test
    void refuses_another_archives_and_a_form_that_it_does_not_know() {
        var written = ManifestWriter.write(ID, inventory(1));
        var newer = written.clone();
        newer[4] = 2;
        seal(newer);

        assertThatThrownBy(() -> ManifestReader.read(archive(new ArchiveId("a2")), written))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining("is another archive's");
        assertThatThrownBy(() -> ManifestReader.read(archive(ID), newer))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining("does not know");
    }

    /** What somebody sealed is still not believed blindly. */
    @Test
    void refuses_nonsense_with_a_right_checksum() {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++) {
            var nonsense = ManifestWriter.write(ID, inventory(3));
            nonsense[5 + random.nextInt(nonsense.length - 37)] ^= (byte) (1 + random.nextInt(255));
            seal(nonsense);
            try {
                ManifestReader.read(archive(ID), nonsense);
            } catch (Damaged _) {
                // Refused by name; any other exception fails this test.
            }
        }
    }

    private static void seal(byte[] bytes) {
        var body = Arrays.copyOf(bytes, bytes.length - Sha256.BYTES);
        System.arraycopy(Sha256.of(body), 0, bytes, body.length, Sha256.BYTES);
    }

    @Test
    void of_a_hundred_thousand_files_is_written_and_read_in_seconds_and_a_few_megabytes() {
        var inventory = inventory(100_000);
        var start = System.nanoTime();

        var written = ManifestWriter.write(ID, inventory);
        var read = ManifestReader.read(archive(ID), written);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(written.length).isLessThan(6_000_000);
        assertThat(read).isEqualTo(inventory);
    }
}
