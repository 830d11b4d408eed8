package io.sandkeeper.events;

/** What is said in one record, without the envelope around it. */
public sealed interface Event
        permits SessionRequest,
                SandboxUse,
                HealthSignal,
                GitRequest,
                GitResult,
                Lifecycle,
                SandboxStatus,
                PlatformNotice {
    /** What it is about; also the record's key, so that what is about one thing stays in order. */
    String subject();

    default EventType type() {
        return EventType.of(getClass());
    }
}
