package io.sandkeeper.sandboxserver.sandbox;

/** What follows from an operation in a state. */
sealed interface Decision {
    /** It is so already. */
    record Stay() implements Decision {}

    /** Another state, and nothing to do for it. */
    record Become(State.Running next) implements Decision {}

    /** Something to do, the state while it is done, and the states after it, done or failed. */
    record Begin(State during, Deed deed, State after, State otherwise) implements Decision {}

    /** Somebody else is doing just that: its end is this one's end. */
    record Join() implements Decision {}

    /** Something else is being done: decide again when that has ended. */
    record Wait() implements Decision {}

    record Refuse(Refusal refusal) implements Decision {}
}
