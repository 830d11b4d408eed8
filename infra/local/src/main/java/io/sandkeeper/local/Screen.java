package io.sandkeeper.local;

import io.sandkeeper.local.stack.Announcer;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Shows a start: a line for each part that is ready and, on a terminal, a last line that says what
 * is still waited for and for how long.
 */
final class Screen implements Announcer {
    private static final Duration REPAINT = Duration.ofMillis(250);

    private final PrintStream out;
    private final boolean live;
    private final Map<String, Long> waitedFor = new ConcurrentSkipListMap<>();
    private final Thread painter;

    Screen(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
        this.painter = Thread.ofVirtual().name("screen").unstarted(this::repaint);
        if (live) {
            painter.start();
        }
    }

    @Override
    public void starting(String part) {
        waitedFor.put(part, System.nanoTime());
    }

    @Override
    public void ready(String part, String address, Duration took) {
        waitedFor.remove(part);
        line("  %-10s ready in %4.1f s   %s".formatted(part, took.toMillis() / 1000.0, address));
    }

    @Override
    public void lost(String part, int exitCode, List<String> lastWords) {
        line("%s ended with code %d; the rest goes on. Its last lines:".formatted(part, exitCode));
        lastWords.forEach(words -> line("  | " + words));
    }

    synchronized void line(String text) {
        out.println(live ? "\r\033[K" + text : text);
        out.flush();
    }

    private void repaint() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(REPAINT);
                paint();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void paint() {
        var now = System.nanoTime();
        var waiting =
                waitedFor.entrySet().stream()
                        .map(
                                part ->
                                        part.getKey()
                                                + " "
                                                + Duration.ofNanos(now - part.getValue())
                                                        .toSeconds()
                                                + " s")
                        .collect(Collectors.joining(", "));
        if (!waiting.isEmpty()) {
            out.print("\r\033[K  waiting for " + waiting);
            out.flush();
        }
    }

    /** Stops painting; lines can still be written. */
    synchronized void quiet() {
        painter.interrupt();
        waitedFor.clear();
        if (live) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
