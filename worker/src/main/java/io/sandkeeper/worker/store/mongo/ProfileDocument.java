package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;

import org.bson.Document;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** {@code profile: {framework, region, priority, autoPause, wake, previewPort, spec}}. */
final class ProfileDocument {
    private ProfileDocument() {}

    static Document of(Profile profile) {
        var document = new Document("framework", profile.framework());
        Fields.with(document, "region", profile.region());
        document.append("priority", profile.priority())
                .append("autoPause", profile.autoPause().toString())
                .append("wake", profile.wake().name());
        return Fields.with(document, "previewPort", profile.previewPort())
                .append("spec", profile.spec().value());
    }

    static Profile read(Fields fields) {
        return new Profile(
                fields.text("framework"),
                fields.optionalText("region"),
                fields.smallNumber("priority"),
                duration(fields.text("autoPause")),
                fields.word("wake", Wake.class),
                fields.optionalSmallNumber("previewPort"),
                new SpecId(fields.text("spec")));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw Fields.unreadable("autoPause is not a duration", e);
        }
    }
}
