package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class ContentsTest {
    private final Place place = new Place();

    @Test
    void some_contents_are_read_without_the_others() throws IOException {
        place.take(ArchivesTest.odd());
        var wanted = Project.digest("same".getBytes(UTF_8));
        var seen = new HashSet<>();

        place.newest().read(Set.of(wanted, Blob.OF_NOTHING), (digest, _, _) -> seen.add(digest));

        assertThat(seen).containsExactlyInAnyOrder(wanted, Blob.OF_NOTHING);
        assertThat(place.newest().one(wanted)).hasBinaryContent("same".getBytes(UTF_8));
        assertThat(place.newest().one(Blob.OF_NOTHING)).isEmpty();
        assertThatThrownBy(() -> place.newest().one(Project.digest(new byte[] {1})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_gets_to_the_end_of_content_that_is_not_what_was_stored() {
        var random = new Random(5);
        var archive = place.take(ArchivesTest.odd());
        var object = archive.objects().stream().findFirst().orElseThrow();
        var whole = place.vault.objects.getOrDefault(object, new byte[0]);

        for (var i = 0; i < 200; i++) {
            var damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            place.vault.objects.put(object, damaged);

            assertThatThrownBy(() -> Project.read(place.newest())).isInstanceOf(Damaged.class);
        }
        place.vault.objects.put(object, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Project.read(place.newest())).isInstanceOf(Damaged.class);
    }
}
