package io.sandkeeper.worker.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;

import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.bson.BSONException;

import java.util.Optional;
import java.util.Set;

/**
 * What the driver's exceptions mean, by their class, code and label; never by their text. The one
 * place that knows.
 */
public final class Failures {
    /** The server's codes for "not now". */
    private static final Set<Integer> TRANSIENT =
            Set.of(
                    6, // HostUnreachable
                    7, // HostNotFound
                    50, // MaxTimeMSExpired
                    64, // WriteConcernTimeout
                    89, // NetworkTimeout
                    91, // ShutdownInProgress
                    112, // WriteConflict
                    133, // FailedToSatisfyReadPreference
                    134, // ReadConcernMajorityNotAvailableYet
                    189, // PrimarySteppedDown
                    202, // NetworkInterfaceExceededTimeLimit
                    262, // ExceededTimeLimit
                    317, // ConnectionPoolExpired
                    462, // IngressRequestRateLimitExceeded
                    9001, // SocketException
                    10058, // LegacyNotPrimary
                    10107, // NotWritablePrimary
                    11600, // InterruptedAtShutdown
                    11601, // Interrupted
                    11602, // InterruptedDueToReplStateChange
                    13435, // NotPrimaryNoSecondaryOk
                    13436 // NotPrimaryOrSecondary
                    );

    /** A key or a right is missing: an operator mends that, and nothing that was sent is wrong. */
    private static final Set<Integer> DENIED = Set.of(13, 18, 8000);

    private static final int DUPLICATE_KEY = 11000;
    private static final Set<Integer> TOO_LARGE = Set.of(10334, 17280, 17419, 17420);

    private Failures() {}

    static RuntimeException of(RuntimeException failure) {
        return switch (failure) {
            case MongoException e when isTransient(e) ->
                    new StoreUnavailable("the database did not answer: " + summary(e), e);
            case MongoException e -> new StoreRefused("the database refused: " + summary(e), e);
            case BSONException e -> new StoreRefused("this cannot be stored", e);
            default -> failure;
        };
    }

    /** Whether the server could not do a part of a bulk now, or not durably. */
    public static Optional<StoreUnavailable> unavailable(MongoBulkWriteException failure) {
        return isTransient(failure)
                ? Optional.of(new StoreUnavailable("the database did not do all", failure))
                : Optional.empty();
    }

    /** Whether a part of a bulk may have been done, or may be done when it is sent again. */
    public static boolean isTransient(int code) {
        return TRANSIENT.contains(code) || DENIED.contains(code);
    }

    public static boolean isDuplicate(int code) {
        return code == DUPLICATE_KEY;
    }

    public static boolean isTooLarge(int code) {
        return TOO_LARGE.contains(code);
    }

    private static boolean isTransient(MongoException failure) {
        return switch (failure) {
            case MongoSocketException _, MongoTimeoutException _, MongoInterruptedException _ ->
                    true;
            case MongoServerUnavailableException _, MongoConnectionPoolClearedException _ -> true;
            case MongoNotPrimaryException _, MongoNodeIsRecoveringException _ -> true;
            case MongoSecurityException _ -> true;
            case MongoClientException _ -> false;
            case MongoBulkWriteException e ->
                    e.getWriteConcernError() != null
                            || e.getWriteErrors().stream()
                                    .anyMatch(error -> isTransient(error.getCode()));
            default ->
                    isTransient(failure.getCode())
                            || failure.hasErrorLabel("RetryableWriteError")
                            || failure.hasErrorLabel(
                                    MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
        };
    }

    /** Without the server's sentence, which may quote the document. */
    private static String summary(MongoException failure) {
        var name = failure.getClass().getSimpleName();
        return failure.getCode() > 0 ? name + ", code " + failure.getCode() : name;
    }
}
