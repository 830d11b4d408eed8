package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.template.Template;

import java.util.Map;

/**
 * What was settled about a sandbox when it was created.
 *
 * @param region the control plane that it was created through
 */
public record Profile(
        SandboxId id,
        String region,
        Template template,
        Map<String, String> metadata,
        Map<String, String> environment,
        Wishes wishes,
        Tokens tokens) {
    /**
     * Its secrets.
     *
     * @param access for its daemon
     * @param traffic for its other ports when they are not public
     */
    public record Tokens(String access, String traffic) {
        @Override
        public String toString() {
            return "Tokens[secret]";
        }
    }
}
