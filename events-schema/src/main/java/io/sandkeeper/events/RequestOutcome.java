package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** A request that was not done, and why. */
public sealed interface RequestOutcome extends Lifecycle {
    /** The request that it is about. */
    RequestId requestId();

    /** The request's event type. */
    String requestType();

    /** A newer wish came before it was done. */
    record RequestSuperseded(
            Standing standing,
            RequestId requestId,
            String requestType,
            @Nullable RequestId supersededBy)
            implements RequestOutcome {}

    record RequestRefused(Standing standing, RequestId requestId, String requestType, Advice advice)
            implements RequestOutcome {}
}
