package io.sandkeeper.worker.admission.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;

import io.sandkeeper.worker.admission.LaneState;
import io.sandkeeper.worker.admission.LaneStore;
import io.sandkeeper.worker.mongo.Failures;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.store.StoreRefused;

import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lanes in the collection {@code lanes}, what they used in {@code budgets}. */
public final class MongoLaneStore implements LaneStore {
    private static final Logger LOG = LoggerFactory.getLogger(MongoLaneStore.class);
    private static final String ID = LaneDocument.ID;
    private static final String WINDOW = "window";
    private static final String USED = "used";
    private static final String WARNED = "warned";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Mongo mongo;
    private final MongoCollection<Document> lanes;
    private final MongoCollection<Document> budgets;

    public MongoLaneStore(Mongo mongo) {
        this.mongo = mongo;
        this.lanes = mongo.collection("lanes");
        this.budgets = mongo.collection("budgets");
    }

    /**
     * Makes the index that is missing. A worker forgets windows itself; this is for its absence.
     */
    public void prepare() {
        mongo.ask(
                () ->
                        budgets.createIndex(
                                Indexes.ascending(WINDOW),
                                new IndexOptions()
                                        .name(WINDOW)
                                        .expireAfter(
                                                2 * REMEMBERED.toSeconds(), TimeUnit.SECONDS)));
    }

    /** A lane that this release cannot read is left alone, and stops nobody else's. */
    @Override
    public List<LaneState> all() {
        var read = new ArrayList<LaneState>();
        for (var document : mongo.ask(() -> lanes.find().into(new ArrayList<>()))) {
            try {
                read.add(LaneDocument.read(document));
            } catch (Fields.Unreadable | IllegalArgumentException e) {
                LOG.error("lane={} cannot be read: {}", document.get(ID), e.getMessage());
            }
        }
        return read;
    }

    @Override
    public Optional<LaneState> find(LaneId lane) {
        return mongo.ask(() -> Optional.ofNullable(lanes.find(byId(lane)).first()))
                .map(MongoLaneStore::read);
    }

    @Override
    public boolean replace(LaneState next, long readVersion) {
        var filter = byId(next.id()).append(LaneDocument.VERSION, readVersion);
        var update = new Document("$set", LaneDocument.state(next));
        if (readVersion > 0) {
            return mongo.ask(() -> lanes.updateOne(filter, update).getMatchedCount() == 1);
        }
        return mongo.ask(() -> first(filter, update));
    }

    /** Who is not the first to write the lane finds its id taken. */
    private boolean first(Document filter, Document update) {
        try {
            var result = lanes.updateOne(filter, update, UPSERT);
            return result.getMatchedCount() == 1 || result.getUpsertedId() != null;
        } catch (MongoWriteException e) {
            if (Failures.isDuplicate(e.getCode())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public LaneState takeTickets(LaneId lane, int count) {
        var update =
                new Document("$inc", new Document(LaneDocument.TICKETS, (long) count))
                        .append(
                                "$setOnInsert",
                                LaneDocument.names(lane).append(LaneDocument.VERSION, 0L));
        var options =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
        return read(mongo.ask(() -> incremented(byId(lane), update, options)));
    }

    /** Of two that make the lane at once, the later one finds it made. */
    private Document incremented(
            Document filter, Document update, FindOneAndUpdateOptions options) {
        try {
            return Objects.requireNonNull(lanes.findOneAndUpdate(filter, update, options));
        } catch (MongoCommandException e) {
            if (!Failures.isDuplicate(e.getCode())) {
                throw e;
            }
            return Objects.requireNonNull(lanes.findOneAndUpdate(filter, update, options));
        }
    }

    private static LaneState read(Document document) {
        try {
            return LaneDocument.read(document);
        } catch (Fields.Unreadable e) {
            throw new StoreRefused("this release cannot read the lane", e);
        }
    }

    @Override
    public void spend(Instant window, Map<LaneId, Long> calls) {
        var updates = new ArrayList<UpdateOneModel<Document>>();
        calls.forEach(
                (lane, count) ->
                        updates.add(
                                new UpdateOneModel<>(
                                        new Document(ID, budget(window, lane)),
                                        new Document("$inc", new Document(USED, count))
                                                .append(
                                                        "$setOnInsert",
                                                        LaneDocument.names(lane)
                                                                .append(WINDOW, window)
                                                                .append(WARNED, false)),
                                        UPSERT)));
        if (!updates.isEmpty()) {
            mongo.ask(() -> budgets.bulkWrite(updates));
        }
    }

    @Override
    public Map<LaneId, Long> spent(Instant window) {
        var spent = new HashMap<LaneId, Long>();
        mongo.ask(() -> budgets.find(new Document(WINDOW, window)).into(new ArrayList<>()))
                .forEach(one -> spent.put(LaneDocument.lane(one), new Fields(one).number(USED)));
        return spent;
    }

    @Override
    public boolean warn(Instant window, LaneId lane) {
        var filter = new Document(ID, budget(window, lane)).append(WARNED, false);
        var update = new Document("$set", new Document(WARNED, true));
        return mongo.ask(() -> budgets.updateOne(filter, update).getModifiedCount() == 1);
    }

    @Override
    public void forgetSpent(Instant before) {
        mongo.ask(() -> budgets.deleteMany(new Document(WINDOW, new Document("$lt", before))));
    }

    private static Document byId(LaneId lane) {
        return new Document(ID, lane.toString());
    }

    private static String budget(Instant window, LaneId lane) {
        return lane + "@" + window.toEpochMilli();
    }
}
