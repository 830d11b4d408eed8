package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.provider.Daemon.Ended;
import io.sandkeeper.worker.session.SandboxId;

import java.util.Map;

/** What commands do in a {@link FakeCloud}. */
@FunctionalInterface
public interface FakeShell {
    FakeShell SILENT = (_, _, _) -> new Ended(0, "");

    Ended run(SandboxId sandbox, String command, Map<String, String> environment);
}
