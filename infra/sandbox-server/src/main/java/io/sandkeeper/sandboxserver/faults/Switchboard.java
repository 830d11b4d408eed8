package io.sandkeeper.sandboxserver.faults;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Handler;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Lets calls go wrong, as its rules say. Without rules it only counts. */
public final class Switchboard {
    private final Counters counters = new Counters();
    private final Zombies zombies = new Zombies();
    private final Damage damage;
    private volatile RuleBook book = new RuleBook(0, List.of());

    public Switchboard(Sandboxes sandboxes) {
        this.damage = new Damage(sandboxes);
    }

    /** Performs a call, or what its fate makes of it. */
    public void pass(Subject subject, Exchange exchange, Handler work) throws IOException {
        counters.called(subject.region(), subject.operation());
        RuleBook.Fate fate = book.fate(subject.operation(), subject.region());
        if (fate.fault().isPresent() || !fate.latency().isZero()) {
            counters.faulted(subject.region(), subject.operation());
        }
        delay(fate.latency());
        if (fate.fault().isPresent()) {
            strike(fate.fault().get(), fate.draw(), subject, exchange, work);
        } else if (zombies.refuses(subject)) {
            Zombies.answer(exchange);
        } else {
            work.handle(exchange);
        }
    }

    private static void delay(Duration latency) {
        long end = System.nanoTime() + latency.toNanos();
        for (long left = latency.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void strike(Rule rule, long draw, Subject subject, Exchange exchange, Handler work)
            throws IOException {
        switch (rule.kind()) {
            case RATE_LIMITED -> {
                String seconds = String.valueOf(Math.max(1, rule.retryAfter().toSeconds()));
                Headers headers =
                        Headers.of(
                                "Retry-After",
                                seconds,
                                "RateLimit-Limit",
                                "1",
                                "RateLimit-Remaining",
                                "0",
                                "RateLimit-Reset",
                                seconds);
                answer(exchange, 429, headers, "Rate limit exceeded, please try again later.");
            }
            case AT_CAPACITY ->
                    answer(
                            exchange,
                            429,
                            new Headers(),
                            "you have reached the maximum number of concurrent E2B sandboxes (1). If you need more, please visit 'https://e2b.dev/docs/billing'");
            case ERROR_500 -> answer(exchange, 500, new Headers(), "internal server error");
            case ERROR_503 ->
                    answer(exchange, 503, new Headers(), "no capacity, please try again later");
            case ERROR_504 -> answer(exchange, 504, new Headers(), "timeout placing the sandbox");
            case DROP_BEFORE, DARK -> exchange.abort();
            case DROP_AFTER -> {
                work.handle(ListeningExchange.muted(exchange));
                exchange.abort();
            }
            case KILL, CORRUPT, LOSE, ZOMBIE ->
                    work.handle(
                            ListeningExchange.harming(
                                    exchange,
                                    made -> {
                                        Optional<String> sandbox = subject.sandbox().or(() -> made);
                                        if (sandbox.isPresent()) {
                                            harm(rule, draw, sandbox.get());
                                        }
                                    }));
            case LATENCY -> work.handle(exchange);
        }
    }

    private void harm(Rule rule, long draw, String sandbox) throws IOException {
        switch (rule.kind()) {
            case KILL -> damage.kill(sandbox);
            case CORRUPT -> damage.corrupt(sandbox, rule.path(), draw);
            case LOSE -> damage.lose(sandbox, rule.path(), draw);
            case ZOMBIE -> zombies.add(sandbox);
            default -> throw new IllegalStateException("does no harm: " + rule);
        }
    }

    private static void answer(Exchange exchange, int status, Headers headers, String message)
            throws IOException {
        String body = "{\"code\":%d,\"message\":\"%s\"}".formatted(status, message);
        exchange.answer(
                status,
                headers.set("Content-Type", "application/json; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    void open(RuleBook rules) {
        book = rules;
    }

    void close() {
        book = new RuleBook(0, List.of());
        zombies.clear();
    }

    RuleBook book() {
        return book;
    }

    Counters counters() {
        return counters;
    }
}
