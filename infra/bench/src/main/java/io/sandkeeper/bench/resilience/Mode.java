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
    OFF("all resilience off", List.of("--sandkeeper.retry.retries=0"), Unforgiving::new),
    ON("all resilience on", List.of(), UnaryOperator.identity());

    private final String title;
    private final List<String> settings;
    private final UnaryOperator<Providers> cloud;

    Mode(String title, List<String> settings, UnaryOperator<Providers> cloud) {
        this.title = title;
        this.settings = settings;
        this.cloud = cloud;
    }

    String title() {
        return title;
    }

    List<String> settings() {
        return settings;
    }

    UnaryOperator<Providers> cloud() {
        return cloud;
    }
}
