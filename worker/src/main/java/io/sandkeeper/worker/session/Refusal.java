package io.sandkeeper.worker.session;

/** Why a request was refused: the caller erred. Also a metric label. */
public enum Refusal {
    SESSION_ENDED("the session has ended; ask for a new one with a new session id"),
    SESSION_UNKNOWN("there is no such session; request it first"),
    NOT_SUPPORTED_YET(
            "recreating a live session is not possible yet; pause and resume it, or kill it and request a new one");

    private final String nextStep;

    Refusal(String nextStep) {
        this.nextStep = nextStep;
    }

    public String nextStep() {
        return nextStep;
    }
}
