package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What every catalogue promises. */
public abstract class CatalogueContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final SessionId SESSION = new SessionId("s/1");

    private Catalogue catalogue = new InMemoryCatalogue();

    /** An empty catalogue. */
    protected abstract Catalogue empty();

    @BeforeEach
    void open() {
        catalogue = empty();
    }

    private static Instant at(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private static Card.Local local(String id, int minutes) {
        return new Card.Local(
                new ArchiveId(id),
                SESSION,
                "/home/user/project",
                at(minutes),
                Optional.of(new ArchiveId("base")),
                Optional.empty());
    }

    private static Archive archive(String id, int minutes) {
        return new Archive(
                new ArchiveId(id),
                SESSION,
                "/home/user/project",
                at(minutes),
                at(minutes + 1),
                new Archive.Tally(3, 5_000_000_000L, 2, 4_000_000_000L, 77),
                ObjectKey.of(SESSION, new ArchiveId(id), 2),
                Set.of(
                        ObjectKey.of(SESSION, new ArchiveId(id), 1),
                        ObjectKey.of(SESSION, new ArchiveId("base"), 0)));
    }

    private void stored(String id, int minutes) {
        catalogue.begin(local(id, minutes));
        assertThat(catalogue.complete(archive(id, minutes))).isTrue();
    }

    @Test
    void gives_back_what_was_begun_and_what_was_completed() {
        catalogue.begin(local("a", 0));
        assertThat(catalogue.find(new ArchiveId("a"))).contains(local("a", 0));

        assertThat(catalogue.complete(archive("a", 0))).isTrue();
        assertThat(catalogue.find(new ArchiveId("a")))
                .contains(new Card.Durable(archive("a", 0), Optional.empty()));
        assertThat(catalogue.find(new ArchiveId("b"))).isEmpty();
    }

    @Test
    void takes_a_completion_twice_as_once() {
        stored("a", 0);

        assertThat(catalogue.complete(archive("a", 0))).isTrue();
        assertThat(catalogue.of(SESSION)).hasSize(1);
    }

    @Test
    void finds_the_newest_durable_one_alone() {
        stored("a", 0);
        stored("c", 2);
        stored("b", 1);
        catalogue.begin(local("d", 3));

        assertThat(catalogue.newest(SESSION)).contains(archive("c", 2));

        catalogue.condemn(new ArchiveId("c"), at(9));
        assertThat(catalogue.newest(SESSION)).contains(archive("b", 1));
        assertThat(catalogue.newest(new SessionId("s"))).isEmpty();
    }

    @Test
    void lists_all_the_newest_first() {
        stored("a", 0);
        catalogue.begin(local("c", 2));
        stored("b", 1);
        catalogue.condemn(new ArchiveId("a"), at(9));

        assertThat(catalogue.of(SESSION))
                .containsExactly(
                        local("c", 2),
                        new Card.Durable(archive("b", 1), Optional.empty()),
                        new Card.Durable(archive("a", 0), Optional.of(at(9))));
        assertThat(catalogue.of(new SessionId("s/2"))).isEmpty();
    }

    @Test
    void completes_nothing_that_is_condemned_or_forgotten() {
        catalogue.begin(local("a", 0));
        catalogue.begin(local("b", 0));
        catalogue.condemn(new ArchiveId("a"), at(1));
        catalogue.remove(new ArchiveId("b"));

        assertThat(catalogue.complete(archive("a", 0))).isFalse();
        assertThat(catalogue.complete(archive("b", 0))).isFalse();
        assertThat(catalogue.newest(SESSION)).isEmpty();
        assertThat(catalogue.find(new ArchiveId("b"))).isEmpty();
    }

    @Test
    void condemns_once() {
        stored("a", 0);

        catalogue.condemn(new ArchiveId("a"), at(5));
        catalogue.condemn(new ArchiveId("a"), at(6));

        assertThat(catalogue.find(new ArchiveId("a")).flatMap(Card::condemnedAt)).contains(at(5));
    }

    @Test
    void gives_up_what_is_local_and_never_what_is_durable() {
        catalogue.begin(local("a", 0));
        stored("b", 1);

        assertThat(catalogue.giveUp(new ArchiveId("a"), at(5))).isTrue();
        assertThat(catalogue.giveUp(new ArchiveId("a"), at(6))).isTrue();
        assertThat(catalogue.giveUp(new ArchiveId("none"), at(5))).isTrue();
        assertThat(catalogue.giveUp(new ArchiveId("b"), at(5))).isFalse();

        assertThat(catalogue.find(new ArchiveId("a")).flatMap(Card::condemnedAt)).contains(at(5));
        assertThat(catalogue.newest(SESSION)).contains(archive("b", 1));
    }

    @Test
    void forgets_one_and_no_other() {
        stored("a", 0);
        stored("b", 1);

        catalogue.remove(new ArchiveId("b"));
        catalogue.remove(new ArchiveId("b"));

        assertThat(catalogue.newest(SESSION)).contains(archive("a", 0));
    }
}
