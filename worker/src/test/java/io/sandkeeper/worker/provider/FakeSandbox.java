package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One sandbox of the {@link FakeCloud}, which guards it. */
final class FakeSandbox {
    final SandboxId id;
    final Provider.Order order;
    final Map<String, byte[]> files = new HashMap<>();
    Provider.Condition condition = Provider.Condition.RUNNING;
    Instant startedAt;
    Instant endAt;
    boolean answers = true;

    FakeSandbox(SandboxId id, Provider.Order order, Instant now) {
        this.id = id;
        this.order = order;
        this.startedAt = now;
        this.endAt = now.plus(order.timeout());
    }

    boolean isRunning() {
        return condition == Provider.Condition.RUNNING;
    }

    void pause(Instant now) {
        condition = Provider.Condition.PAUSED;
        endAt = now;
    }

    void wake(Duration timeout, Instant now) {
        var end = now.plus(timeout);
        if (!isRunning()) {
            condition = Provider.Condition.RUNNING;
            startedAt = now;
            endAt = end;
        } else if (end.isAfter(endAt)) {
            endAt = end;
        }
    }

    Provider.Made made() {
        return new Provider.Made(id, order.template(), Optional.of("token-of-" + id), false);
    }

    Provider.Seen seen() {
        return new Provider.Seen(id, condition, order.metadata(), startedAt, endAt);
    }
}
