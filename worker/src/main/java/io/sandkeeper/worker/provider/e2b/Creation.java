package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.session.Failure;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;

/** Makes a sandbox: the one call that must not be made twice. */
final class Creation {
    private final ControlPlane control;
    private final Dialect dialect = new Dialect();

    Creation(ControlPlane control) {
        this.control = control;
    }

    /**
     * A request may be a bad one only because of the automatic pause, and no code says so. Then it
     * is made once more without it. A bad request is a definite answer: nothing was made.
     */
    Answer<Made> create(Order order) {
        var said = ask(order);
        if (order.autoPause() && isBadRequest(said)) {
            return answer(ask(withoutAutoPause(order)))
                    .then(made -> new Answer.Done<>(autoPauseRefused(made)));
        }
        return answer(said);
    }

    /**
     * "Forbidden" is said of a key, and of a template that belongs to others. One question that
     * needs nothing but the key tells them apart: a session must not wait for a key that is good.
     */
    private Answer<Made> answer(Said said) {
        Answer<Made> answer = said.answer(Known::made);
        return isForbidden(said)
                        && answer
                                instanceof Answer.Failed<Made>(Failure.KeyRefused(_, var evidence))
                        && isKeyGood()
                ? new Answer.Failed<>(
                        new Failure.Permanent(evidence + " (the same key may list sandboxes)"))
                : answer;
    }

    private boolean isKeyGood() {
        return control.ask(Call.LIST, Call.LIST.path() + "?limit=1") instanceof Said.Yes;
    }

    private Said ask(Order order) {
        var secrets = order.environment().values();
        var body = body(order);
        return dialect.ask(
                () -> control.create(Call.CREATE, body, order.idempotencyKey(), secrets),
                () ->
                        control.create(
                                Call.CREATE_OLD,
                                body.deepCopy().put("secure", true),
                                order.idempotencyKey(),
                                secrets));
    }

    private static ObjectNode body(Order order) {
        var body =
                Json.object()
                        .put("templateID", order.template())
                        .put("timeout", seconds(order.timeout()));
        body.set("metadata", Json.object(order.metadata()));
        body.set("envVars", Json.object(order.environment()));
        if (order.autoPause()) {
            body.put("autoPause", true);
        }
        return body;
    }

    /** Another request needs another key, or a server takes it for a slip. */
    private static Order withoutAutoPause(Order order) {
        return new Order(
                order.template(),
                order.timeout(),
                order.metadata(),
                order.environment(),
                order.idempotencyKey() + "0",
                false);
    }

    private static Made autoPauseRefused(Made made) {
        return new Made(made.sandbox(), made.template(), made.token(), true);
    }

    private static boolean isBadRequest(Said said) {
        return said instanceof Said.No(_, Trouble.Refused refused) && refused.status() == 400;
    }

    private static boolean isForbidden(Said said) {
        return said instanceof Said.No(_, Trouble.Refused refused) && refused.status() == 403;
    }

    /** Servers count whole seconds; nobody is to lose a part of one. */
    static long seconds(Duration time) {
        return Math.max(1, time.plusNanos(999_999_999).toSeconds());
    }
}
