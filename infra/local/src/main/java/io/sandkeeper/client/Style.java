package io.sandkeeper.client;

import io.sandkeeper.events.SessionState;

/** Colours, where somebody can see them. */
enum Style {
    PLAIN("", ""),
    GOOD("\033[32m", "\033[0m"),
    BUSY("\033[33m", "\033[0m"),
    BAD("\033[31m", "\033[0m"),
    FAINT("\033[2m", "\033[0m");

    private final String on;
    private final String off;

    Style(String on, String off) {
        this.on = on;
        this.off = off;
    }

    String paint(String text, boolean colours) {
        return colours && !text.isEmpty() ? on + text + off : text;
    }

    static Style of(SessionState state) {
        return switch (state) {
            case RUNNING -> GOOD;
            case QUEUED, CREATING, PAUSING, RESUMING, RECREATING, KILLING -> BUSY;
            case LOST, FAILED -> BAD;
            case PAUSED, KILLED, EXPIRED -> FAINT;
        };
    }
}
