package io.sandkeeper.sandboxserver.egress;

import java.io.IOException;

/** A destination that may not be reached, with a text for whoever tried. */
final class DeniedException extends IOException {
    DeniedException(HostPort destination, Verdict.Reason reason) {
        super(destination + ": " + reason.text());
    }
}
