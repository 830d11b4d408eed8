package io.sandkeeper.worker.session;

/** Why a request was refused: the caller erred. Also a metric label. */
public enum Refusal {
    SESSION_ENDED("the session has ended; ask for a new one with a new session id"),
    SESSION_UNKNOWN("there is no such session; request it first"),
    IN_TRANSITION(
            "the sandbox is falling asleep or waking; send recreate-requested again when it is paused or runs"),
    NOTHING_TO_COPY(
            "no sandbox of it runs whose files could be copied; the newest copy is kept. Send archive-requested when it runs"),
    RECREATED_TOO_OFTEN(
            "its sandbox was replaced too often within an hour; look at why in its history, and ask again later");

    private final String nextStep;

    Refusal(String nextStep) {
        this.nextStep = nextStep;
    }

    public String nextStep() {
        return nextStep;
    }
}
