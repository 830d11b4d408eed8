package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/** What the control plane answers, before it is sent. */
record Answer(int status, Headers headers, Optional<Object> body) {
    /** The protocol's error; clients look at the number in it and not at the status. */
    record Problem(int code, String message, @Nullable String error_code) {}

    static Answer of(int status, Object body) {
        return new Answer(status, new Headers(), Optional.of(body));
    }

    static Answer empty(int status) {
        return new Answer(status, new Headers(), Optional.empty());
    }

    static Answer problem(int status, String message) {
        return of(status, new Problem(status, message, null));
    }

    static Answer problem(int status, String message, String errorCode) {
        return of(status, new Problem(status, message, errorCode));
    }

    Answer with(String name, String value) {
        return new Answer(status, headers.copy().set(name, value), body);
    }

    boolean isSuccess() {
        return status < 300;
    }

    void send(Exchange exchange) throws IOException {
        if (body.isEmpty()) {
            exchange.answer(status, headers, new byte[0]);
            return;
        }
        Headers all = headers.copy().set("Content-Type", "application/json; charset=utf-8");
        exchange.answer(status, all, Json.write(body.get()));
    }
}
