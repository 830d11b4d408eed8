package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A vault and a catalogue of which every call goes through somebody's hands. */
record Watched(Vault vault, Catalogue catalogue) {
    /** Does what it is given, or not, or does not say that it did. */
    interface Hands {
        <T> T call(Supplier<T> deed);
    }

    static Watched by(Hands hands, Vault vault, Catalogue catalogue) {
        return new Watched(vault(hands, vault), catalogue(hands, catalogue));
    }

    private static Vault vault(Hands hands, Vault vault) {
        return new Vault() {
            @Override
            public void store(ObjectKey key, byte[] content) {
                run(hands, () -> vault.store(key, content));
            }

            @Override
            public byte[] read(ObjectKey key, int offset, int length) {
                return hands.call(() -> vault.read(key, offset, length));
            }

            @Override
            public void remove(ObjectKey key) {
                run(hands, () -> vault.remove(key));
            }

            @Override
            public List<ObjectKey> keys(String folder) {
                return hands.call(() -> vault.keys(folder));
            }
        };
    }

    private static Catalogue catalogue(Hands hands, Catalogue catalogue) {
        return new Catalogue() {
            @Override
            public void begin(Card.Local card) {
                run(hands, () -> catalogue.begin(card));
            }

            @Override
            public boolean complete(Archive archive) {
                return hands.call(() -> catalogue.complete(archive));
            }

            @Override
            public void condemn(ArchiveId id, Instant at) {
                run(hands, () -> catalogue.condemn(id, at));
            }

            @Override
            public boolean giveUp(ArchiveId id, Instant at) {
                return hands.call(() -> catalogue.giveUp(id, at));
            }

            @Override
            public Optional<Card> find(ArchiveId id) {
                return hands.call(() -> catalogue.find(id));
            }

            @Override
            public Optional<Archive> newest(SessionId session) {
                return hands.call(() -> catalogue.newest(session));
            }

            @Override
            public List<Card> of(SessionId session) {
                return hands.call(() -> catalogue.of(session));
            }

            @Override
            public void remove(ArchiveId id) {
                run(hands, () -> catalogue.remove(id));
            }
        };
    }

    private static void run(Hands hands, Runnable deed) {
        hands.<Optional<Void>>call(
                () -> {
                    deed.run();
                    return Optional.empty();
                });
    }
}
