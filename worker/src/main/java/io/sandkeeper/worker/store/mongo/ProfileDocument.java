package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;

import org.bson.Document;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * {@code profile: {framework, region, priority, autoPause, wake, previewPort, spec, healthEvery}}.
 */
final class ProfileDocument {
    static final String PREVIEW_PORT = "previewPort";
    static final String HEALTH_EVERY = "healthEvery";

    private ProfileDocument() {}

    static Document of(Profile profile) {
        var document = new Document("framework", profile.framework());
        Fields.with(document, "region", profile.region());
        document.append("priority", profile.priority())
                .append("autoPause", profile.autoPause().toString())
                .append("wake", profile.wake().name());
        Fields.with(document, PREVIEW_PORT, profile.previewPort())
                .append("spec", profile.spec().value());
        return Fields.with(document, HEALTH_EVERY, profile.healthEvery().map(Duration::toString));
    }

    static Profile read(Fields fields) {
        return new Profile(
                fields.text("framework"),
                fields.optionalText("region"),
                fields.smallNumber("priority"),
                duration("autoPause", fields.text("autoPause")),
                fields.word("wake", Wake.class),
                fields.optionalSmallNumber(PREVIEW_PORT),
                new SpecId(fields.text("spec")),
                healthEvery(fields));
    }

    /** Absent in what older releases wrote. */
    static Optional<Duration> healthEvery(Fields fields) {
        return fields.optionalText(HEALTH_EVERY).map(text -> duration(HEALTH_EVERY, text));
    }

    private static Duration duration(String field, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw Fields.unreadable(field + " is not a duration", e);
        }
    }
}
