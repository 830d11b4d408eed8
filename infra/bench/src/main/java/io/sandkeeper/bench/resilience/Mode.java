package io.sandkeeper.bench.resilience;

import io.sandkeeper.worker.operation.Providers;

import java.util.List;
import java.util.function.UnaryOperator;

/** How much of the product's resilience is at work. */
enum Mode {
    /**
     * Nothing is tried again and nobody waits: what a call comes to is what the user gets. No
     * setting goes that far, so the cloud is also made to say of every failure that it is final.
     */
    OFF("all resilience off"),
    ON("all resilience on");

    private final String title;

    Mode(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    List<String> settings() {
        return switch (this) {
            case OFF -> List.of("--sandkeeper.retry.retries=0");
            case ON -> List.of();
        };
    }

    UnaryOperator<Providers> cloud() {
        return switch (this) {
            case OFF -> Unforgiving::new;
            case ON -> UnaryOperator.identity();
        };
    }
}
