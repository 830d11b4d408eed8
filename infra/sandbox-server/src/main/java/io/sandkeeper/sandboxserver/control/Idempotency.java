package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.http.Request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers a repeated request with what the first one was answered. Only a success is kept: after a
 * failure nothing was made, and the same key may be used to try again.
 */
final class Idempotency {
    private static final Pattern KEY = Pattern.compile("[a-z0-9]{1,255}");
    private static final int KEPT = 10_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private sealed interface Entry {
        String content();

        record InProgress(String content) implements Entry {}

        record Done(String content, Answer answer) implements Entry {}

        /** The work broke down in the middle. */
        record Lost(String content) implements Entry {}
    }

    Answer once(Call call, Supplier<Answer> work) {
        List<String> keys = keys(call.request());
        if (keys.isEmpty()) {
            return work.get();
        }
        if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
            return Answer.problem(
                    400, "Idempotency-Key must be one value of 1 to 255 characters of a-z and 0-9");
        }
        String key = call.region() + "/" + keys.getFirst();
        synchronized (entries) {
            Entry known = entries.get(key);
            if (known != null) {
                return replay(known, call.content());
            }
            entries.put(key, new Entry.InProgress(call.content()));
        }
        return perform(key, call.content(), work);
    }

    private static List<String> keys(Request request) {
        return request.headers().all("Idempotency-Key");
    }

    private static Answer replay(Entry known, String content) {
        if (!known.content().equals(content)) {
            return Answer.problem(
                    409,
                    "Idempotency-Key was used with a different request",
                    "idempotency_request_mismatch");
        }
        return switch (known) {
            case Entry.InProgress _ ->
                    Answer.problem(
                            409,
                            "A request with this Idempotency-Key is in progress",
                            "idempotency_in_progress");
            case Entry.Done(_, Answer answer) -> answer;
            case Entry.Lost _ ->
                    Answer.problem(
                            422,
                            "The outcome of the request with this Idempotency-Key is unknown",
                            "idempotency_outcome_unknown");
        };
    }

    private Answer perform(String key, String content, Supplier<Answer> work) {
        boolean ended = false;
        try {
            Answer answer = work.get();
            ended = true;
            if (answer.isSuccess()) {
                keep(key, new Entry.Done(content, answer));
            } else {
                forget(key);
            }
            return answer;
        } catch (InvalidRequest invalid) {
            ended = true;
            forget(key);
            throw invalid;
        } finally {
            if (!ended) {
                keep(key, new Entry.Lost(content));
            }
        }
    }

    private void keep(String key, Entry entry) {
        synchronized (entries) {
            entries.put(key, entry);
            if (entries.size() > KEPT) {
                var oldest = entries.values().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    private void forget(String key) {
        synchronized (entries) {
            entries.remove(key);
        }
    }
}
