package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.spec.SpecStore;

import java.util.Optional;

/**
 * What operations are done with.
 *
 * @param safekeeping none when copies of files are not wanted
 */
public record Tools(
        Providers providers,
        SpecStore specs,
        Optional<Safekeeping> safekeeping,
        OperationSettings settings) {}
