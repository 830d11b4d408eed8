package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;

/** The ids as JSON values. */
final class Ids {
    static final Value<SessionId> SESSION = Text.id(TextRule.KEY, SessionId::new);
    static final Value<SandboxId> SANDBOX = Text.id(TextRule.KEY, SandboxId::new);
    static final Value<ProjectId> PROJECT = Text.id(TextRule.KEY, ProjectId::new);
    static final Value<FragmentId> FRAGMENT = Text.id(TextRule.KEY, FragmentId::new);
    static final Value<ArchiveId> ARCHIVE = Text.id(TextRule.KEY, ArchiveId::new);
    static final Value<OperationId> OPERATION = Text.id(TextRule.KEY, OperationId::new);
    static final Value<WorkspaceId> WORKSPACE = Text.id(TextRule.KEY, WorkspaceId::new);
    static final Value<CredentialName> CREDENTIAL = Text.id(TextRule.KEY, CredentialName::new);
    static final Value<ProviderName> PROVIDER = Text.id(TextRule.KEY, ProviderName::new);
    static final Value<Region> REGION = Text.id(TextRule.KEY, Region::new);
    static final Value<RequestId> REQUEST = Text.id(TextRule.REFERENCE, RequestId::new);
    static final Value<UserId> USER = Text.id(TextRule.REFERENCE, UserId::new);
    static final Value<Actor> ACTOR = Text.id(TextRule.REFERENCE, Actor::new);
    static final Value<EventId> EVENT = Text.id(TextRule.REFERENCE, EventId::new);
    static final Value<Framework> FRAMEWORK = Text.id(TextRule.TEMPLATE, Framework::new);
    static final Value<FilePath> PATH = Text.id(TextRule.PATH, FilePath::new);
    static final Value<GitUrl> GIT_URL = Text.id(TextRule.GIT_URL, GitUrl::new);
    static final Value<BranchName> BRANCH = Text.id(TextRule.BRANCH, BranchName::new);

    private Ids() {}
}
