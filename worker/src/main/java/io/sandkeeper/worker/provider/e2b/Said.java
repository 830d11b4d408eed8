package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.function.Function;

/** What came of a call to the control plane. */
sealed interface Said {
    record Yes(Call call, int status, JsonNode body, HttpHeaders headers) implements Said {}

    record No(Call call, Trouble trouble) implements Said {}

    /**
     * @param reading finds nothing in an answer that is not what was asked for
     */
    default <T> Answer<T> answer(Function<JsonNode, Optional<T>> reading) {
        return switch (this) {
            case Yes(var call, var status, var body, _) ->
                    reading.apply(body)
                            .<Answer<T>>map(Answer.Done::new)
                            .orElseGet(() -> failed(call, new Trouble.Garbled(status)));
            case No(var call, Trouble.Refused refused) when refused.isAbsence() ->
                    new Answer.Absent<>(call + ": " + refused.evidence());
            case No(var call, var trouble) -> failed(call, trouble);
        };
    }

    /** The server does not have such a path. */
    default boolean isUnknownPath() {
        return this instanceof No(_, Trouble.Refused refused) && refused.isUnknownPath();
    }

    /** The provider itself says that it does not have what was asked for. */
    default boolean isAbsence() {
        return this instanceof No(_, Trouble.Refused refused) && refused.isAbsence();
    }

    private static <T> Answer<T> failed(Call call, Trouble trouble) {
        return new Answer.Failed<>(Classified.of(call, trouble));
    }
}
