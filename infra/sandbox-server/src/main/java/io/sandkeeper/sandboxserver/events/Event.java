package io.sandkeeper.sandboxserver.events;

import java.util.Map;

/** A lifecycle event, member by member as the protocol writes it. */
public record Event(
        String id,
        String version,
        String type,
        String eventCategory,
        String eventLabel,
        String timestamp,
        Map<String, Object> eventData,
        String sandboxId,
        String sandboxBuildId,
        String sandboxExecutionId,
        String sandboxTemplateId,
        String sandboxTeamId) {}
