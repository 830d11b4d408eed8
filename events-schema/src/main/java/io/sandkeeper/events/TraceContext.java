package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** The W3C trace context that an event was published in. */
public record TraceContext(String traceparent, @Nullable String tracestate) {
    public TraceContext {
        TextRule.TRACE_PARENT.require(traceparent);
        if (tracestate != null) {
            TextRule.TRACE_STATE.require(tracestate);
        }
    }
}
