package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;

import java.util.function.Supplier;

/** Its caller ends right after one of its calls, as a worker that is killed does. */
final class Interrupted implements Guarded.Guard {
    /** It ends here, and nothing of what follows is done. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private int left;

    /**
     * @param calls so many are done before it ends
     */
    Interrupted(int calls) {
        this.left = calls;
    }

    boolean isOver() {
        return left <= 0;
    }

    @Override
    public synchronized <T> Answer<T> call(Supplier<Answer<T>> call) {
        if (left <= 0) {
            throw new Killed();
        }
        var answer = call.get();
        if (--left <= 0) {
            throw new Killed();
        }
        return answer;
    }
}
