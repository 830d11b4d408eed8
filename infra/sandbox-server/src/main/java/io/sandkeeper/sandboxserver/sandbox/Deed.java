package io.sandkeeper.sandboxserver.sandbox;

import java.nio.file.Path;

/** What is done to a sandbox's cell between two states. */
sealed interface Deed {
    record Suspend(Keep keep) implements Deed {}

    /** The processes go on where they were. */
    record Thaw() implements Deed {}

    /** Everything starts anew on the files that are there. */
    record Boot() implements Deed {}

    record CopyFiles(Path target) implements Deed {}

    record End(KillReason reason) implements Deed {}
}
