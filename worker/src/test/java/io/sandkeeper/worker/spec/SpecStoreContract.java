package io.sandkeeper.worker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.store.Invented;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every spec store promises. */
public abstract class SpecStoreContract {
    private static final SpecId ONE = new SpecId("s-1/e-1");
    private static final SpecId TWO = new SpecId("s-1/e.2/$");

    private SpecStore store = new InMemorySpecStore();

    /** An empty store. */
    protected abstract SpecStore empty();

    @BeforeEach
    void open() {
        store = empty();
    }

    protected static Spec spec(long seed) {
        return new Invented(seed)
                .always(FileContent.class, new FileContent(new byte[] {0, -1, 127, 10}))
                .one(Spec.class);
    }

    @Test
    void gives_back_what_was_saved() {
        for (var seed = 0; seed < 50; seed++) {
            var id = new SpecId("s/" + seed);

            store.save(Map.of(id, spec(seed)));

            assertThat(store.load(id)).as("seed %d", seed).contains(spec(seed));
        }
    }

    @Test
    void takes_names_as_requesters_choose_them() {
        var odd = Map.of("a.b", "1", "$set", "2", "", "3", "__proto__", "ä");
        var spec = new Spec(Optional.empty(), odd, odd, List.of(), Optional.empty());

        store.save(Map.of(TWO, spec));

        assertThat(store.load(TWO)).contains(spec);
    }

    @Test
    void never_changes_one_and_still_saves_the_others() {
        store.save(Map.of(ONE, spec(1)));

        store.save(Map.of(ONE, spec(2), TWO, spec(3)));

        assertThat(store.load(ONE)).contains(spec(1));
        assertThat(store.load(TWO)).contains(spec(3));
    }

    @Test
    void has_nothing_to_do_for_nothing() {
        store.save(Map.of());

        assertThat(store.load(ONE)).isEmpty();
    }
}
