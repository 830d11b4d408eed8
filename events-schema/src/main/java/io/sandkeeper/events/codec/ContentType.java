package io.sandkeeper.events.codec;

import java.util.Locale;

/** What a record says its value is. */
final class ContentType {
    static final String JSON = "application/json";

    private static final String CLOUD_EVENTS = "application/cloudevents";

    private ContentType() {}

    /** JSON, plain or of a kind of its own, in UTF-8. */
    static boolean isJson(String type) {
        if (type.equals(JSON)) {
            return true;
        }
        var parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        var media = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].replace(" ", "").replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return !media.startsWith(CLOUD_EVENTS)
                && (media.equals(JSON)
                        || (media.startsWith("application/") && media.endsWith("+json")));
    }

    static Refused refusal(String field) {
        return new Refused(
                field, Rule.WRONG_CONTENT_TYPE, "is not JSON in UTF-8", "send application/json");
    }

    /** The whole event is in the value: CloudEvents' structured mode. */
    static boolean isEnvelope(String type) {
        return !type.equals(JSON)
                && type.toLowerCase(Locale.ROOT)
                        .split(";", -1)[0]
                        .strip()
                        .equals(CLOUD_EVENTS + "+json");
    }
}
