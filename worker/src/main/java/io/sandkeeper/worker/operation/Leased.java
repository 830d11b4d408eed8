package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The way to a provider under a lease, which is checked before each call: a worker that was frozen
 * and lost it neither makes a sandbox nor touches one that somebody else works in by now.
 *
 * @param inTime whether nobody has taken the operation over because it takes too long
 */
record Leased(Operation operation, Standing standing, BooleanSupplier inTime)
        implements Guarded.Guard {
    @Override
    public <T> Answer<T> call(Supplier<Answer<T>> call) {
        return operation.lease().filter(standing::holds).isPresent() && inTime.getAsBoolean()
                ? call.get()
                : new Answer.Failed<>(new Failure.Conflict("this worker lost its lease"));
    }
}
