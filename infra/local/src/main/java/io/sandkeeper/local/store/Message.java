package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A command or an answer, read by what its fields should be. What should be there and is not is the
 * sender's error.
 */
record Message(Document body) {
    static Message of(@Nullable Object body) {
        return new Message(expect("the body", body instanceof Document document ? document : null));
    }

    /** A command's name is its first field. */
    String command() {
        return body.keySet().iterator().next();
    }

    /** The collection that the command is about: the value of its first field. */
    String collection() {
        return text(command());
    }

    String text(String key) {
        return expect(key, body.get(key)).toString();
    }

    Document document(String key) {
        return expect(key, documentOrNull(key));
    }

    Document documentOrEmpty(String key) {
        return body.get(key) instanceof Document document ? document : new Document();
    }

    @Nullable Document documentOrNull(String key) {
        return body.get(key) instanceof Document document ? document : null;
    }

    List<Document> documents(String key) {
        return documentsIn(expect(key, body.get(key)));
    }

    List<Document> documentsOrNone(String key) {
        return documentsIn(body.get(key));
    }

    int number(String key, int otherwise) {
        return body.get(key) instanceof Number number ? number.intValue() : otherwise;
    }

    boolean is(String key) {
        return Utils.isTrue(body.get(key));
    }

    /** A batch is ordered unless it says that it is not. */
    boolean ordered() {
        return !Boolean.FALSE.equals(body.get("ordered"));
    }

    private static List<Document> documentsIn(@Nullable Object value) {
        List<Document> documents = new ArrayList<>();
        if (value instanceof List<?> all) {
            all.forEach(each -> documents.add(Message.of(each).body));
        }
        return documents;
    }

    private static <T> T expect(String key, @Nullable T value) {
        if (value == null) {
            throw new MongoServerError(
                    ErrorCode.FailedToParse, "missing or of a wrong type: " + key);
        }
        return value;
    }
}
