package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** Whose session it is. */
public record Owner(ProjectId projectId, UserId userId, @Nullable FragmentId fragmentId) {}
