package io.sandkeeper.worker.spec.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.FileContent;
import io.sandkeeper.worker.spec.Spec;

import org.bson.Document;
import org.bson.types.Binary;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {_id, savedAt, startCommand, environment: [{name, value}], metadata: [{name, value}],
 * files: [{path, content}], repository: {url, branch}}}. Names are values and not fields' names: a
 * requester chooses them, dots and all.
 */
final class SpecDocument {
    static final String ID = "_id";
    static final String SAVED_AT = "savedAt";

    private SpecDocument() {}

    static Document of(SpecId id, Spec spec, Instant savedAt) {
        var document = new Document(ID, id.value()).append(SAVED_AT, savedAt);
        Fields.with(document, "startCommand", spec.startCommand())
                .append("environment", pairs(spec.environment()))
                .append("metadata", pairs(spec.metadata()))
                .append("files", spec.files().stream().map(SpecDocument::file).toList());
        return Fields.with(document, "repository", spec.repository().map(SpecDocument::repository));
    }

    static Spec read(Document document) {
        var fields = new Fields(document);
        return new Spec(
                fields.optionalText("startCommand"),
                readPairs(fields.inners("environment")),
                readPairs(fields.inners("metadata")),
                fields.inners("files").stream().map(SpecDocument::readFile).toList(),
                fields.optionalInner("repository")
                        .map(
                                repository ->
                                        new Spec.Repository(
                                                repository.text("url"),
                                                repository.optionalText("branch"))));
    }

    private static List<Document> pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(pair -> new Document("name", pair.getKey()).append("value", pair.getValue()))
                .toList();
    }

    private static Map<String, String> readPairs(List<Fields> pairs) {
        var values = new LinkedHashMap<String, String>();
        pairs.forEach(pair -> values.put(pair.text("name"), pair.text("value")));
        return values;
    }

    private static Document file(Spec.InitialFile file) {
        return new Document("path", file.path())
                .append("content", new Binary(file.content().bytes()));
    }

    private static Spec.InitialFile readFile(Fields file) {
        return new Spec.InitialFile(
                file.text("path"), new FileContent(file.value("content", Binary.class).getData()));
    }

    private static Document repository(Spec.Repository repository) {
        return Fields.with(new Document("url", repository.url()), "branch", repository.branch());
    }
}
