package io.sandkeeper.sandboxserver.control;

/** A request that does not say what the protocol asks for: 400, found deep inside of reading it. */
final class InvalidRequest extends RuntimeException {
    private final int status;

    private InvalidRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The schema is broken. */
    static InvalidRequest schema(String what) {
        return new InvalidRequest(400, "validation error: " + what);
    }

    /** The schema holds, and still it makes no sense. */
    static InvalidRequest because(String why) {
        return new InvalidRequest(400, why);
    }

    static InvalidRequest tooLarge() {
        return new InvalidRequest(413, "request body too large");
    }

    /** What this server does not offer. */
    static InvalidRequest notOffered(String feature) {
        return new InvalidRequest(403, feature + " are not enabled on this server");
    }

    Answer answer() {
        return Answer.problem(status, String.valueOf(getMessage()));
    }
}
