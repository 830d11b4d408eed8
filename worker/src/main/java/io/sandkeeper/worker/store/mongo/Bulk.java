package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import static java.util.stream.Collectors.toMap;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;

import io.sandkeeper.worker.mongo.Failures;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Written;

import org.bson.Document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sends attempts together and finds out what became of each. A bulk's answer counts winners and
 * does not name them, and it may not come at all: then the marks are read.
 */
final class Bulk {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Mongo mongo;
    private final MongoCollection<Document> sessions;
    private final Set<SessionId> lost = new HashSet<>();
    private final Map<SessionId, Written.Refusal> refused = new HashMap<>();

    Bulk(Mongo mongo, MongoCollection<Document> sessions) {
        this.mongo = mongo;
        this.sessions = sessions;
    }

    void refuse(SessionId id, Written.Refusal reason) {
        refused.put(id, reason);
    }

    Written written() {
        return new Written(lost, refused);
    }

    /**
     * @throws StoreUnavailable when it is not known to have done anything; else what it did not do
     *     counts as lost, and is asked for again
     */
    void send(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        var answer = ask(attempts);
        if (!answer.open().isEmpty()) {
            readMarks(answer.open(), answer.trouble());
        }
    }

    private Answer ask(List<Attempt> attempts) {
        try {
            return mongo.ask(() -> sendAll(attempts));
        } catch (StoreUnavailable e) {
            return new Answer(attempts, Optional.of(e));
        }
    }

    private Answer sendAll(List<Attempt> attempts) {
        try {
            var models = attempts.stream().map(Attempt::model).toList();
            var result = sessions.bulkWrite(models, UNORDERED);
            var done = result.getInsertedCount() + result.getMatchedCount();
            return new Answer(done == attempts.size() ? List.of() : attempts, Optional.empty());
        } catch (MongoBulkWriteException e) {
            return sortOut(attempts, e);
        }
    }

    /**
     * The counts beside an error are not believed: without a majority nothing is done for good, and
     * not every server counts only what it did.
     */
    private Answer sortOut(List<Attempt> attempts, MongoBulkWriteException e) {
        var settled = new HashSet<Attempt>();
        for (var error : e.getWriteErrors()) {
            var attempt = attempts.get(error.getIndex());
            if (isSettled(attempt, error)) {
                settled.add(attempt);
            }
        }
        return new Answer(
                attempts.stream().filter(one -> !settled.contains(one)).toList(),
                Failures.unavailable(e));
    }

    private boolean isSettled(Attempt attempt, BulkWriteError error) {
        var code = error.getCode();
        if (Failures.isTransient(code)) {
            return false;
        }
        if (Failures.isDuplicate(code)) {
            lost.add(attempt.id());
        } else if (Failures.isTooLarge(code)) {
            refuse(attempt.id(), Written.Refusal.TOO_LARGE);
        } else {
            refuse(attempt.id(), Written.Refusal.MALFORMED);
        }
        return true;
    }

    private void readMarks(List<Attempt> attempts, Optional<StoreUnavailable> trouble) {
        var seen = mongo.ask(() -> see(attempts.stream().map(one -> one.id().value()).toList()));
        var anyWon = false;
        var untouched = new HashSet<SessionId>();
        for (var attempt : attempts) {
            switch (attempt.verdict(seen.get(attempt.id().value()))) {
                case WON -> anyWon = true;
                case LOST -> lost.add(attempt.id());
                case NO_ROOM -> refuse(attempt.id(), Written.Refusal.OUTBOX_FULL);
                case UNTOUCHED -> untouched.add(attempt.id());
            }
        }
        // To be asked at once for the rest again is right after a hiccup, and a busy loop after
        // more than that.
        if (trouble.isPresent() && !anyWon && !untouched.isEmpty()) {
            throw trouble.get();
        }
        lost.addAll(untouched);
    }

    private Map<String, Document> see(List<String> ids) {
        return sessions
                .find(in(SessionDocument.ID, ids))
                .projection(include(SessionDocument.VERSION, Attempt.MARKS, Attempt.OUTBOX_BYTES))
                .into(new ArrayList<>())
                .stream()
                .collect(
                        toMap(
                                document -> document.getString(SessionDocument.ID),
                                Function.identity()));
    }

    /**
     * @param open what it does not tell the end of
     */
    private record Answer(List<Attempt> open, Optional<StoreUnavailable> trouble) {}
}
