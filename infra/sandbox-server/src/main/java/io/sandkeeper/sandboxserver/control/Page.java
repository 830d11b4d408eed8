package io.sandkeeper.sandboxserver.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a list, and where the next part begins. */
record Page<T>(List<T> items, Optional<Cursor> next) {
    static <T> Page<T> of(
            List<T> all,
            Cursor.Order order,
            Function<T, Instant> time,
            Function<T, String> id,
            Query query) {
        int limit = query.integer("limit", 1, 100, 100);
        Optional<Cursor> after =
                query.first("nextToken").filter(t -> !t.isEmpty()).map(t -> Cursor.parse(t, order));
        List<T> rest =
                all.stream()
                        .filter(
                                item ->
                                        after.isEmpty()
                                                || after.get()
                                                        .isBefore(time.apply(item), id.apply(item)))
                        .sorted(order.by(time, id))
                        .toList();
        if (rest.size() <= limit) {
            return new Page<>(rest, Optional.empty());
        }
        T last = rest.get(limit - 1);
        return new Page<>(
                rest.subList(0, limit),
                Optional.of(new Cursor(time.apply(last), id.apply(last), order)));
    }

    Answer mark(Answer answer) {
        return next.map(cursor -> answer.with("X-Next-Token", cursor.token())).orElse(answer);
    }
}
