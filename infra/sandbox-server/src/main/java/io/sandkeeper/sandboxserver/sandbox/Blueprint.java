package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.template.Template;

import java.time.Duration;
import java.util.Map;

/** What a new sandbox is to be like. */
public record Blueprint(
        String region,
        Template template,
        Map<String, String> metadata,
        Map<String, String> environment,
        Wishes wishes,
        NetworkPolicy network,
        Duration timeout) {}
