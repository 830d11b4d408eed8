package io.sandkeeper.events.codec;

/** Ends the reading of a record; never leaves the codec. */
final class Refused extends RuntimeException {
    private final transient Rejection rejection;

    Refused(String field, Rule rule, String message, String nextStep) {
        this(new Rejection(field, rule, message, nextStep));
    }

    // Without a stack trace: bad records come in storms, and the rejection says all there is.
    private Refused(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
    }

    /** The same, where what was read is a part of something larger. */
    Refused below(String pointer) {
        return new Refused(
                pointer + rejection.field(),
                rejection.rule(),
                rejection.message(),
                rejection.nextStep());
    }

    Rejection rejection() {
        return rejection;
    }
}
