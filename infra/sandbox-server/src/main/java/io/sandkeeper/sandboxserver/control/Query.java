package io.sandkeeper.sandboxserver.control;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a request's query. */
final class Query {
    private record Parameter(String name, String value) {}

    private final List<Parameter> parameters = new ArrayList<>();

    static Query of(String raw) {
        var query = new Query();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                String name = decode(pair.substring(0, equals));
                query.parameters.add(new Parameter(name, decode(pair.substring(equals + 1))));
            } else if (!pair.isEmpty()) {
                query.parameters.add(new Parameter(decode(pair), ""));
            }
        }
        return query;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw InvalidRequest.schema("malformed escape in the query");
        }
    }

    Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** Repeated parameters and comma lists mean the same. */
    List<String> list(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .flatMap(parameter -> List.of(parameter.value().split(",")).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    int integer(String name, int least, int most, int otherwise) {
        return (int) number(name, least, most).orElse((long) otherwise).longValue();
    }

    Optional<Long> number(String name, long least, long most) {
        return first(name)
                .map(
                        text -> {
                            long number = parse(name, text);
                            if (number < least || number > most) {
                                throw InvalidRequest.schema(
                                        "parameter \"%s\" in query has an error: number must be between %d and %d"
                                                .formatted(name, least, most));
                            }
                            return number;
                        });
    }

    private static long parse(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw InvalidRequest.schema(
                    "parameter \"%s\" in query has an error: value must be an integer"
                            .formatted(name));
        }
    }

    boolean flag(String name) {
        return first(name)
                .map(
                        text ->
                                switch (text) {
                                    case "true", "1" -> true;
                                    case "false", "0" -> false;
                                    default ->
                                            throw InvalidRequest.schema(
                                                    "parameter \"%s\" in query has an error: value must be a boolean"
                                                            .formatted(name));
                                })
                .orElse(false);
    }

    Optional<Instant> time(String name) {
        return first(name)
                .map(
                        text -> {
                            try {
                                return OffsetDateTime.parse(text).toInstant();
                            } catch (DateTimeParseException malformed) {
                                throw InvalidRequest.schema(
                                        "parameter \"%s\" in query has an error: value must be a date and time"
                                                .formatted(name));
                            }
                        });
    }
}
