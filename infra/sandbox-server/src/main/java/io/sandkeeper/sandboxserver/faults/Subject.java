package io.sandkeeper.sandboxserver.faults;

import java.util.Optional;

/**
 * A call as faults see it.
 *
 * @param operation in one word
 * @param sandbox the one that it is about, when there is one yet
 */
public record Subject(String operation, String region, Optional<String> sandbox) {}
