package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.e2b.Trouble.Garbled;
import io.sandkeeper.worker.provider.e2b.Trouble.Lost;
import io.sandkeeper.worker.provider.e2b.Trouble.Refused;
import io.sandkeeper.worker.provider.e2b.Trouble.Stopped;
import io.sandkeeper.worker.provider.e2b.Trouble.Unsent;
import io.sandkeeper.worker.session.Failure;

import java.util.Set;

/**
 * The one place that says what a call's trouble means. Statuses and codes decide; sentences are
 * only handed on as evidence.
 */
final class Classified {
    /** The provider itself does not know, or not yet, what became of an earlier try. */
    private static final Set<String> UNSETTLED =
            Set.of("idempotency_in_progress", "idempotency_outcome_unknown");

    /**
     * The key was used before, for another request. That one may have made a sandbox: look for it.
     */
    private static final String OTHER_REQUEST = "idempotency_request_mismatch";

    /**
     * The region is full. It is the same to a session as a full account: it waits for a slot and
     * has used up no attempt. The other 503s are faults, which count, so that a breaker sees them;
     * also "no compatible node", because such a node may never come.
     */
    private static final String FULL = "sandbox_capacity_unavailable";

    private Classified() {}

    static Failure of(Call call, Trouble trouble) {
        return switch (trouble) {
            case Unsent(var why) -> new Failure.Transient(call + ": not sent: " + why);
            case Lost(var why) -> unanswered(call, call + ": " + why);
            case Garbled(var status) ->
                    unanswered(call, call + ": " + status + " with an unreadable answer");
            case Stopped(var code) -> stopped(call, code);
            case Refused refused -> refused(call, refused);
        };
    }

    private static Failure refused(Call call, Refused refused) {
        var evidence = call + ": " + refused.evidence();
        var errorCode = refused.errorCode().orElse("");
        if (UNSETTLED.contains(errorCode) || errorCode.equals(OTHER_REQUEST)) {
            return unanswered(call, evidence);
        }
        if (refused.status() == 503 && errorCode.equals(FULL)) {
            return new Failure.Limited(refused.retryAfter(), evidence);
        }
        return byStatus(call, refused, evidence);
    }

    private static Failure byStatus(Call call, Refused refused, String evidence) {
        return switch (refused.status()) {
            case 401, 402, 403 ->
                    switch (call.peer()) {
                        case CONTROL -> new Failure.KeyRefused(refused.status(), evidence);
                        // One sandbox's token, not our key: connecting again brings a new one.
                        case DAEMON -> new Failure.Transient(evidence);
                    };
            // An absence was read before. What is left comes from a server that is not the
            // provider: a wrong address or a proxy, for which no session is to fail at once.
            case 404, 405, 410 -> new Failure.Transient(evidence);
            // The server did not take the request in.
            case 408, 421, 425 -> new Failure.Transient(evidence);
            case 409 -> new Failure.Conflict(evidence);
            case 429 -> limited(call, refused, evidence);
            // Said by the provider itself after it gave up, and cleaned up.
            case 500, 503 ->
                    refused.isProvidersOwn()
                            ? new Failure.Transient(evidence)
                            : unanswered(call, evidence);
            // No space in the sandbox.
            case 507 -> new Failure.Permanent(evidence);
            default -> byFamily(call, refused, evidence);
        };
    }

    private static Failure byFamily(Call call, Refused refused, String evidence) {
        return switch (refused.status() / 100) {
            // Not followed, so nobody took it on.
            case 3 -> new Failure.Transient(evidence);
            case 4 -> new Failure.Permanent(evidence);
            // A gateway's error, or an answer that no protocol foresees: it tells nothing about
            // what happened behind it. So does a bare 503, which some proxies say when the server
            // broke off in the middle of its work.
            default -> unanswered(call, evidence);
        };
    }

    /**
     * The account's limits cost no attempt, however long they last. One sandbox's own limit does,
     * unless it says when it ends: nobody frees it for us.
     */
    private static Failure limited(Call call, Refused refused, String evidence) {
        return switch (call.peer()) {
            case CONTROL -> new Failure.Limited(refused.retryAfter(), evidence);
            case DAEMON ->
                    refused.retryAfter().isPresent()
                            ? new Failure.Limited(refused.retryAfter(), evidence)
                            : new Failure.Transient(evidence);
        };
    }

    private static Failure stopped(Call call, String code) {
        var evidence = call + ": stopped: " + code;
        return switch (code) {
            case "invalid_argument",
                    "not_found",
                    "already_exists",
                    "failed_precondition",
                    "out_of_range",
                    "unimplemented" ->
                    new Failure.Permanent(evidence);
            default -> new Failure.Transient(evidence);
        };
    }

    private static Failure unanswered(Call call, String evidence) {
        return switch (call.repeat()) {
            case HARMLESS -> new Failure.Transient(evidence);
            case HARMFUL -> new Failure.Unknown(evidence);
        };
    }
}
