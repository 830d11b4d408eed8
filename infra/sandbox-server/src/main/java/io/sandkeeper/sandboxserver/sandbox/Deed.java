package io.sandkeeper.sandboxserver.sandbox;

import java.nio.file.Path;

/** What is done to a sandbox's cell between two states. */
sealed interface Deed {
    record Suspend(Keep keep) implements Deed {}

    record Wake(Keep kept) implements Deed {}

    record CopyFiles(Path target) implements Deed {}

    record End(KillReason reason) implements Deed {}
}
