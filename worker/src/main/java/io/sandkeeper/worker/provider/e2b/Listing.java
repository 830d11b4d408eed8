package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a listing to its end, or answers that it could not: what half a listing does not show is
 * not gone.
 */
final class Listing {
    private final ControlPlane control;
    private final E2bSettings settings;
    private final InstantSource clock;

    Listing(ControlPlane control, E2bSettings settings, InstantSource clock) {
        this.control = control;
        this.settings = settings;
        this.clock = clock;
    }

    Answer<List<Seen>> read(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            throw new IllegalArgumentException("nobody asks for the sandboxes of a whole account");
        }
        var found = new LinkedHashMap<SandboxId, Seen>();
        var tokens = new HashSet<String>();
        var until = clock.instant().plus(settings.listTime());
        var token = Optional.<String>empty();
        for (var page = 0; page < settings.mostPages(); page++) {
            switch (control.ask(Call.LIST, target(metadata, token))) {
                case Said.No(var call, var trouble) -> {
                    return new Answer.Failed<>(Classified.of(call, trouble));
                }
                case Said.Yes(_, _, var body, var headers) -> {
                    if (!take(body, metadata, found)) {
                        return unfinished("a page that cannot be read");
                    }
                    token = headers.firstValue("X-Next-Token").filter(next -> !next.isBlank());
                }
            }
            if (token.isEmpty()) {
                return new Answer.Done<>(List.copyOf(found.values()));
            }
            if (!tokens.add(token.get())) {
                return unfinished("a page that points back");
            }
            if (clock.instant().isAfter(until)) {
                return unfinished("no end within " + settings.listTime());
            }
        }
        return unfinished("more than " + settings.mostPages() + " pages");
    }

    /**
     * A server may not know the filter, so everything is looked at again. What is not ours may be
     * as odd as it likes.
     */
    private static boolean take(
            JsonNode page, Map<String, String> metadata, Map<SandboxId, Seen> found) {
        if (!page.isArray()) {
            return false;
        }
        for (var entry : page.values()) {
            var carries = Json.texts(entry.path("metadata"));
            if (!carries.entrySet().containsAll(metadata.entrySet())) {
                continue;
            }
            var seen = Known.seen(entry);
            if (seen.isEmpty()) {
                return false;
            }
            found.put(seen.get().sandbox(), seen.get());
        }
        return true;
    }

    private static Answer<List<Seen>> unfinished(String why) {
        return new Answer.Failed<>(
                new Failure.Transient(Call.LIST + ": unfinished listing: " + why));
    }

    /**
     * Oldest first: what is started or resumed while we read comes at the end, and so is read late
     * or twice, but never missed.
     */
    private static String target(Map<String, String> metadata, Optional<String> token) {
        return Call.LIST.path()
                + "?state=running,paused&order=asc&limit=100&metadata="
                + filter(metadata)
                + token.map(next -> "&nextToken=" + encoded(next)).orElse("");
    }

    /**
     * The protocol encodes each key and value, then all of them as a form, and that as one
     * parameter of the query.
     */
    static String filter(Map<String, String> metadata) {
        var form =
                metadata.entrySet().stream()
                        .map(pair -> twice(pair.getKey()) + '=' + twice(pair.getValue()))
                        .collect(Collectors.joining("&"));
        return encoded(form);
    }

    private static String twice(String text) {
        return encoded(encoded(text));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
