package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a new sandbox starts with. */
public sealed interface InitialFiles {
    record Inline(List<InlineFile> files) implements InitialFiles {
        public Inline {
            files = List.copyOf(files);
        }
    }

    record Repository(GitUrl url, @Nullable BranchName branch) implements InitialFiles {}
}
