package io.sandkeeper.sandboxserver.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** How many sandboxes may be created in a second: any second, not each one of the clock. */
public final class CreationRate {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final int perSecond;
    private final ArrayDeque<Instant> granted = new ArrayDeque<>();

    public CreationRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /**
     * What a creation is told.
     *
     * @param remaining how many more could come now
     * @param reset how long until one more could come
     */
    public record Ruling(boolean allowed, int limit, int remaining, Duration reset) {}

    public synchronized Ruling ask(Instant now) {
        while (!granted.isEmpty() && !granted.getFirst().plus(WINDOW).isAfter(now)) {
            granted.removeFirst();
        }
        boolean allowed = granted.size() < perSecond;
        if (allowed) {
            granted.addLast(now);
        }
        Duration reset =
                Duration.between(now, granted.isEmpty() ? now : granted.getFirst().plus(WINDOW));
        return new Ruling(allowed, perSecond, perSecond - granted.size(), reset);
    }
}
