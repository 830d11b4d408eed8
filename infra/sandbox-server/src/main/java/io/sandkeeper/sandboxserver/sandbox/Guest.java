package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Cell;

import java.time.Instant;
import java.util.Map;

/** A running sandbox as its daemon, its ports and its way out see it. */
public interface Guest {
    String id();

    String templateId();

    /** The token that its daemon asks for; always issued. */
    String accessToken();

    /** The token that its other ports ask for when public traffic is off. */
    String trafficToken();

    Cell cell();

    Map<String, String> environment();

    NetworkPolicy network();

    Instant startedAt();

    /** Connections that a pause or a kill must cut. */
    Connections connections();
}
