package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.worker.provider.Answer;

/** A benchmark has no use for a failure. */
final class Answers {
    private Answers() {}

    static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T>(var value)) {
            return value;
        }
        throw new IllegalStateException("what is measured failed: " + answer);
    }
}
