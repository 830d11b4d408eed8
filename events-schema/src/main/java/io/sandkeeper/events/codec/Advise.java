package io.sandkeeper.events.codec;

/** Next steps that several rules share. */
final class Advise {
    static final String SEND_JSON = "send one JSON object in UTF-8";
    static final String SEE_SCHEMA = "see the event's schema";

    private Advise() {}
}
