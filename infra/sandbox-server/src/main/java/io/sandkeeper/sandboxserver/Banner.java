package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.machine.Isolation;

/** What the server says when it starts: what to set, and what keeps the sandboxes apart. */
final class Banner {
    private Banner() {}

    static String of(SandboxServer server) {
        Isolation isolation = server.isolation();
        return """
               Sandkeeper sandbox server on %s
               isolation: files %s, processes %s, network %s (%s)
               templates: %s

                 export E2B_API_KEY=%s
                 export E2B_API_URL=%s
                 export E2B_SANDBOX_URL=%s
                 export E2B_DOMAIN=%s

               ready"""
                .formatted(
                        server.uri(),
                        word(isolation.files()),
                        word(isolation.processes()),
                        word(isolation.network()),
                        isolation.explanation(),
                        String.join(", ", server.templates()),
                        server.apiKey(),
                        server.uri(),
                        server.uri(),
                        server.domain());
    }

    private static String word(boolean apart) {
        return apart ? "apart" : "shared";
    }
}
