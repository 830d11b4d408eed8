package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

class PruningTest {
    private static final KeepRules ONE = new KeepRules(1, 0);

    private final Place place = new Place();

    private static Project project(int version) {
        return new Project().file("same", "same").file("changed", "version " + version);
    }

    private Pruned prune() {
        return place.archives.prune(Place.SESSION, ONE, place.now);
    }

    @Test
    void a_witness_is_kept_whatever_comes() {
        var first = place.take(new Project().file("a.txt", "one"));
        place.later(Duration.ofMinutes(10)).take(new Project().file("a.txt", "two"));

        place.archives.prune(Place.SESSION, ONE, Set.of(first.id()), place.now);

        assertThat(place.archives.list(Place.SESSION)).hasSize(2);
    }

    @Test
    void hides_first_and_removes_an_hour_later() {
        place.take(project(1));
        var first = place.newest();
        place.later(Duration.ofMinutes(5)).take(project(2));

        assertThat(prune()).isEqualTo(new Pruned(1, 0, 0));
        assertThat(place.archives.list(Place.SESSION)).hasSize(1);
        assertThat(project(1).isIn(first)).isTrue();

        place.later(Duration.ofMinutes(59));
        assertThat(prune()).isEqualTo(new Pruned(0, 0, 0));

        place.later(Duration.ofMinutes(1));
        // The first one's content is still needed: the file that is the same is in it.
        assertThat(prune()).isEqualTo(new Pruned(0, 1, 1));
        assertThat(project(2).isIn(place.newest())).isTrue();
        assertThat(prune()).isEqualTo(new Pruned(0, 0, 0));
    }

    @Test
    void keeps_what_somebody_builds_on_however_long_that_takes() {
        place.take(project(1));
        place.later(Duration.ofMinutes(30));
        var draft = place.begin();
        // Somebody else is faster, and then the first one goes.
        place.take(project(9));
        prune();
        place.later(Duration.ofMinutes(59));
        prune();

        project(1).put(draft).finish(project(1).manifest(), List.of(), place.now);

        place.later(Duration.ofHours(2));
        prune();
        assertThat(place.archives.list(Place.SESSION))
                .allMatch(
                        archive ->
                                project(1).isIn(place.archives.open(archive))
                                        || project(9).isIn(place.archives.open(archive)))
                .isNotEmpty();
    }

    @Test
    void gives_up_a_draft_after_an_hour_and_collects_what_it_stored() {
        var draft = project(1).put(place.begin());
        place.later(Duration.ofHours(1));

        assertThat(prune()).isEqualTo(new Pruned(1, 0, 0));
        assertThatThrownBy(() -> draft.finish(project(1).manifest(), List.of(), place.now))
                .isInstanceOf(GivenUp.class)
                .hasMessageContaining("begin a new one");

        assertThat(place.vault.objects).isEmpty();
        assertThat(place.catalogue.of(Place.SESSION)).isEmpty();
    }

    @Test
    void leaves_a_late_draft_alone_that_is_finished_in_the_last_moment() {
        var draft = project(1).put(place.begin());
        place.later(Duration.ofHours(2));
        // The objects are listed, the cards are read.
        var archives =
                disturbed(3, () -> draft.finish(project(1).manifest(), List.of(), place.now));

        archives.prune(Place.SESSION, ONE, place.now);

        assertThat(project(1).isIn(place.newest())).isTrue();
    }

    @Test
    void nothing_is_built_on_what_was_hidden_while_a_draft_was_begun() {
        place.take(project(1));
        // The newest is known and read, the draft's card is not written.
        var archives =
                disturbed(
                        3,
                        () -> {
                            place.later(Duration.ofMinutes(1)).take(project(2));
                            prune();
                        });

        var draft = archives.begin(Place.SESSION, Place.ROOT, place.now);

        assertThat(draft.base()).isEmpty();
        assertThat(draft.has(Project.digest("same".getBytes(UTF_8)))).isFalse();
    }

    /** Something happens before a call. */
    private Archives disturbed(int call, Runnable disturbance) {
        var hands =
                new Watched.Hands() {
                    private int calls;

                    @Override
                    public <T> T call(Supplier<T> deed) {
                        if (++calls == call) {
                            disturbance.run();
                        }
                        return deed.get();
                    }
                };
        var watched = Watched.by(hands, place.vault, place.catalogue);
        return place.archives(watched.vault(), watched.catalogue());
    }

    @Test
    void collects_what_a_worker_stores_that_wakes_up_after_it_was_given_up() {
        place.take(project(1));
        var frozen = new Project().file("new", "new").put(place.begin());
        place.later(Duration.ofHours(1));
        prune();
        place.later(Duration.ofHours(1));
        prune();
        assertThat(place.catalogue.of(Place.SESSION)).hasSize(1);

        // The worker ends while it finishes, after its first object.
        var orphan = ObjectKey.of(Place.SESSION, frozen.id(), 0);
        place.vault.store(orphan, new byte[] {1});

        assertThat(prune()).isEqualTo(new Pruned(0, 0, 1));
        assertThat(place.vault.objects).doesNotContainKey(orphan);
    }

    @Test
    void collects_content_that_turned_out_to_be_different() throws Exception {
        var draft = project(1).put(place.begin());
        var large = Project.noise(1, 9_000_000);
        draft.put(
                Project.digest(new byte[] {1}),
                large.length,
                new java.io.ByteArrayInputStream(large));
        draft.finish(project(1).manifest(), List.of(), place.now);
        assertThat(place.vault.objects.keySet()).isNotEqualTo(place.needed());

        prune();

        assertThat(place.vault.objects.keySet()).isEqualTo(place.needed());
        assertThat(project(1).isIn(place.newest())).isTrue();
    }

    @Test
    void forgetting_a_session_leaves_nothing_of_it_and_all_of_the_others() {
        var other = new SessionId("s");
        project(2)
                .put(place.archives.begin(other, Place.ROOT, place.now))
                .finish(project(2).manifest(), List.of(), place.now);
        place.take(project(1));
        var draft = project(3).put(place.begin());

        place.archives.forget(Place.SESSION, place.now);

        assertThatThrownBy(() -> draft.finish(project(3).manifest(), List.of(), place.now))
                .isInstanceOf(GivenUp.class);
        assertThat(place.vault.keys(ObjectKey.folderOf(Place.SESSION))).isEmpty();
        assertThat(place.catalogue.of(Place.SESSION)).isEmpty();
        assertThat(project(2).isIn(place.archives.open(place.archives.newest(other).orElseThrow())))
                .isTrue();
    }
}
