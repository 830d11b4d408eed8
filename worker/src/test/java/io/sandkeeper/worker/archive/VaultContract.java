package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;

/** What every vault promises. */
public abstract class VaultContract {
    private static final ArchiveId ARCHIVE = new ArchiveId("a1");
    private static final String FOLDER = ObjectKey.folderOf(new SessionId("s"));

    private Vault vault = new InMemoryVault();

    /** An empty vault. */
    protected abstract Vault empty();

    @BeforeEach
    void open() {
        vault = empty();
    }

    protected static ObjectKey key(String session, int number) {
        return ObjectKey.of(new SessionId(session), ARCHIVE, number);
    }

    protected static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20})
    void gives_back_what_was_stored(int size) {
        vault.store(key("s", 1), bytes(size));

        assertThat(vault.read(key("s", 1), 0, size)).isEqualTo(bytes(size));
    }

    @Test
    void gives_back_any_part() {
        var size = 3_000_000;
        var whole = bytes(size);
        var random = new Random(7);
        vault.store(key("s", 1), whole);

        for (var i = 0; i < 30; i++) {
            var from = random.nextInt(size);
            var length = random.nextInt(size - from + 1);

            assertThat(vault.read(key("s", 1), from, length))
                    .as("%d bytes from %d", length, from)
                    .isEqualTo(Arrays.copyOfRange(whole, from, from + length));
        }
    }

    @Test
    void says_that_an_object_is_not_there() {
        vault.store(key("s", 1), bytes(10));

        assertThatThrownBy(() -> vault.read(key("s", 2), 0, 1))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining("is not there");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 4_000_000})
    void never_gives_less_than_was_asked_for(int from) {
        vault.store(key("s", 1), bytes(10));

        assertThatThrownBy(() -> vault.read(key("s", 1), from, 1)).isInstanceOf(Damaged.class);
        assertThatThrownBy(() -> vault.read(key("s", 1), 5, 6)).isInstanceOf(Damaged.class);
    }

    @Test
    void forgets_one_and_no_other() {
        vault.store(key("s", 1), bytes(10));
        vault.store(key("s", 2), bytes(20));

        vault.remove(key("s", 1));
        vault.remove(key("s", 1));
        vault.remove(key("never", 9));

        assertThat(vault.keys(FOLDER)).containsExactly(key("s", 2));
        assertThatThrownBy(() -> vault.read(key("s", 1), 0, 1)).isInstanceOf(Damaged.class);
        assertThat(vault.read(key("s", 2), 0, 20)).isEqualTo(bytes(20));
    }

    @Test
    void lists_one_sessions_objects_and_no_others() {
        vault.store(key("s", 1), bytes(1));
        vault.store(key("s", 12), bytes(2));
        vault.store(key("S", 1), bytes(3));
        vault.store(key("s/", 1), bytes(4));
        vault.store(key("../s", 1), bytes(5));

        assertThat(vault.keys(FOLDER)).containsExactlyInAnyOrder(key("s", 1), key("s", 12));
        assertThat(vault.keys(ObjectKey.folderOf(new SessionId("none")))).isEmpty();
    }

    @Test
    void lists_more_than_a_page() {
        for (var i = 0; i < 1_005; i++) {
            vault.store(key("s", i), bytes(1));
        }

        assertThat(vault.keys(FOLDER)).doesNotHaveDuplicates().hasSize(1_005);
    }

    @Test
    void is_asked_by_many_at_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done =
                    java.util.stream.IntStream.range(0, 60)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        vault.store(key("s", i), bytes(50_000 + i));
                                                        return vault.read(
                                                                key("s", i), 0, 50_000 + i);
                                                    }))
                            .toList();

            for (var i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(bytes(50_000 + i));
            }
        }
    }
}
