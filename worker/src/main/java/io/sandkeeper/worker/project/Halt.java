package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;

/**
 * Ends a sequence of calls to a sandbox at the first that was not done. Never leaves this package:
 * outside, a no is a value.
 */
final class Halt extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer<Void> answer;

    private Halt(Answer<Void> answer) {
        super(answer.toString(), null, false, false);
        this.answer = answer;
    }

    interface Steps<T> {
        T take() throws Halt;
    }

    static <T> T value(Answer<T> answer) throws Halt {
        return switch (answer) {
            case Answer.Done<T>(var value) -> value;
            case Answer.Absent<T>(var evidence) -> throw new Halt(new Answer.Absent<>(evidence));
            case Answer.Failed<T>(var failure) -> throw new Halt(new Answer.Failed<>(failure));
        };
    }

    /** May go better another time. */
    static Halt transiently(String evidence) {
        return new Halt(new Answer.Failed<>(new Failure.Transient(evidence)));
    }

    /** Will not go better without a person. */
    static Halt forGood(String evidence) {
        return new Halt(new Answer.Failed<>(new Failure.Permanent(evidence)));
    }

    <T> Answer<T> answer() {
        return answer.then(
                _ -> {
                    throw new IllegalStateException("a done answer halts nothing");
                });
    }

    static <T> Answer<T> answered(Steps<T> steps) {
        try {
            return new Answer.Done<>(steps.take());
        } catch (Halt halt) {
            return halt.answer();
        }
    }
}
