package io.sandkeeper.worker.archive.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.ArchiveId;
import io.sandkeeper.worker.archive.Card;
import io.sandkeeper.worker.archive.Catalogue;
import io.sandkeeper.worker.archive.mongo.CardDocument.Durability;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreRefused;

import org.bson.Document;
import org.bson.conversions.Bson;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cards in the collection {@code archives}. */
public final class MongoCatalogue implements Catalogue {
    static final String COLLECTION = "archives";

    private static final Bson STANDING = exists(CardDocument.CONDEMNED_AT, false);
    private static final Bson LOCAL = eq(CardDocument.DURABILITY, Durability.LOCAL.name());
    private static final Bson DURABLE = eq(CardDocument.DURABILITY, Durability.DURABLE.name());
    private static final Bson NEWEST_FIRST = descending(CardDocument.TAKEN_AT, CardDocument.ID);

    private final Mongo mongo;
    private final MongoCollection<Document> cards;

    public MongoCatalogue(Mongo mongo) {
        this.mongo = mongo;
        this.cards = mongo.collection(COLLECTION);
    }

    /** Makes the index if it is missing. */
    public void prepare() {
        var bySession = compoundIndex(ascending(CardDocument.SESSION), NEWEST_FIRST);
        mongo.ask(() -> cards.createIndex(bySession));
    }

    @Override
    public void begin(Card.Local card) {
        mongo.ask(() -> cards.insertOne(CardDocument.of(card)));
    }

    /** A repeated one finds it done: an answer may have been lost. */
    @Override
    public boolean complete(Archive archive) {
        var local = and(eq(CardDocument.ID, archive.id().value()), LOCAL, STANDING);
        var update = new Document("$set", CardDocument.completion(archive));
        return mongo.ask(() -> cards.updateOne(local, update).getMatchedCount()) == 1
                || find(archive.id()).filter(card -> isStanding(card, archive)).isPresent();
    }

    private static boolean isStanding(Card card, Archive archive) {
        return card instanceof Card.Durable durable
                && !durable.isCondemned()
                && durable.archive().manifest().equals(archive.manifest());
    }

    @Override
    public void condemn(ArchiveId id, Instant at) {
        var standing = and(eq(CardDocument.ID, id.value()), STANDING);
        mongo.ask(() -> cards.updateOne(standing, set(CardDocument.CONDEMNED_AT, at)));
    }

    @Override
    public boolean giveUp(ArchiveId id, Instant at) {
        var local = and(eq(CardDocument.ID, id.value()), LOCAL, STANDING);
        mongo.ask(() -> cards.updateOne(local, set(CardDocument.CONDEMNED_AT, at)));
        return find(id).filter(Card.Durable.class::isInstance).isEmpty();
    }

    @Override
    public Optional<Card> find(ArchiveId id) {
        var byId = eq(CardDocument.ID, id.value());
        return mongo.ask(() -> Optional.ofNullable(cards.find(byId).first()))
                .map(MongoCatalogue::read);
    }

    @Override
    public Optional<Archive> newest(SessionId session) {
        var standing = and(bySession(session), DURABLE, STANDING);
        return mongo.ask(() -> Optional.ofNullable(cards.find(standing).sort(NEWEST_FIRST).first()))
                .map(MongoCatalogue::read)
                .filter(Card.Durable.class::isInstance)
                .map(card -> ((Card.Durable) card).archive());
    }

    @Override
    public List<Card> of(SessionId session) {
        return mongo
                .ask(
                        () ->
                                cards.find(bySession(session))
                                        .sort(NEWEST_FIRST)
                                        .into(new ArrayList<>()))
                .stream()
                .map(MongoCatalogue::read)
                .toList();
    }

    @Override
    public void remove(ArchiveId id) {
        mongo.ask(() -> cards.deleteOne(eq(CardDocument.ID, id.value())));
    }

    private static Bson bySession(SessionId session) {
        return eq(CardDocument.SESSION, session.value());
    }

    private static Card read(Document document) {
        try {
            return CardDocument.read(document);
        } catch (Fields.Unreadable | IllegalArgumentException e) {
            throw new StoreRefused(
                    "the card of the archive %s cannot be read".formatted(document.get("_id")), e);
        }
    }
}
