package io.sandkeeper.sandboxserver.control;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.function.Function;

/** Where a page of a list ended: the last one's time and id, and the order that it was in. */
record Cursor(Instant at, String id, Order order) {
    enum Order {
        DESC,
        ASC;

        /** By time, then by id, so that two of one time keep their order from page to page. */
        <T> Comparator<T> by(Function<T, Instant> time, Function<T, String> id) {
            Comparator<T> ascending = Comparator.comparing(time).thenComparing(id);
            return this == ASC ? ascending : ascending.reversed();
        }
    }

    static Cursor parse(String token, Order expected) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = text.split("__", -1);
            Order order = parts.length == 3 && parts[2].equals("asc") ? Order.ASC : Order.DESC;
            if (parts.length == (order == Order.ASC ? 3 : 2) && order == expected) {
                return new Cursor(Instant.parse(parts[0]), parts[1], order);
            }
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidRequest invalid() {
        return InvalidRequest.because("Invalid next token");
    }

    String token() {
        String text = at + "__" + id + (order == Order.ASC ? "__asc" : "");
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether something of this time and id comes after this page. */
    boolean isBefore(Instant otherAt, String otherId) {
        int comparison = Comparator.<Instant>naturalOrder().compare(at, otherAt);
        int compared = comparison != 0 ? comparison : id.compareTo(otherId);
        return order == Order.ASC ? compared < 0 : compared > 0;
    }
}
