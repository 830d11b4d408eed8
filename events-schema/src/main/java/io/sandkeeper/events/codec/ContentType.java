package io.sandkeeper.events.codec;

import java.util.Locale;

/** What a record says its value is. */
final class ContentType {
    static final String JSON = "application/json";

    private ContentType() {}

    /** JSON, plain or of a kind of its own, in UTF-8. */
    static boolean isJson(String type) {
        var parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        var media = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].replace(" ", "").replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return !isEnvelope(media)
                && (media.equals(JSON)
                        || (media.startsWith("application/") && media.endsWith("+json")));
    }

    /** The whole event is in the value: CloudEvents' structured mode. */
    static boolean isEnvelope(String type) {
        return type.toLowerCase(Locale.ROOT).startsWith("application/cloudevents");
    }
}
