package io.sandkeeper.events;

/** A name for something; each kind is its own type, so that two can never be mixed up. */
public sealed interface Id
        permits ArchiveId,
                Actor,
                BranchName,
                CredentialName,
                EventId,
                FilePath,
                FragmentId,
                Framework,
                GitUrl,
                OperationId,
                ProjectId,
                ProviderName,
                Region,
                RequestId,
                SandboxId,
                SessionId,
                UserId,
                WorkspaceId {
    String value();
}
