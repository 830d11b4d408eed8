package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.events.EventLog;
import io.sandkeeper.sandboxserver.events.Webhooks;
import io.sandkeeper.sandboxserver.sandbox.Copies;
import io.sandkeeper.sandboxserver.sandbox.CreationRate;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;
import io.sandkeeper.sandboxserver.template.Templates;

import java.util.Optional;

/**
 * What the control plane controls.
 *
 * @param rate the limit of creations, if there is one
 * @param idempotentCreation whether Idempotency-Key is heeded
 */
public record Parts(
        Sandboxes sandboxes,
        Templates templates,
        Copies copies,
        EventLog events,
        Webhooks webhooks,
        Optional<CreationRate> rate,
        boolean idempotentCreation) {}
