package io.sandkeeper.sandboxserver.egress;

/** What becomes of an attempt to leave. */
sealed interface Verdict {
    record Allow() implements Verdict {}

    record Deny(Reason reason) implements Verdict {}

    /** The name alone does not decide; its addresses do. */
    record Resolve() implements Verdict {}

    enum Reason {
        NOT_CONFIGURED("this server lets sandboxes reach neither the internet nor this host"),
        PRIVATE_ADDRESS("this server does not let sandboxes reach this private address"),
        POLICY("denied by the network policy of this sandbox");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
