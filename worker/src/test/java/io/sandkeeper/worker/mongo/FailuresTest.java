package io.sandkeeper.worker.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;

import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.bson.BsonDocument;
import org.bson.BsonSerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class FailuresTest {
    private static final ServerAddress SERVER = new ServerAddress();

    static Stream<MongoException> transientOnes() {
        return Stream.of(
                new MongoSocketReadException("reset", SERVER),
                new MongoTimeoutException("no server"),
                new MongoOperationTimeoutException("too slow"),
                new MongoInterruptedException("stopped", new InterruptedException()),
                new MongoSecurityException(
                        MongoCredential.createPlainCredential("u", "db", new char[0]), "key"),
                new MongoNotPrimaryException(new BsonDocument(), SERVER),
                labelled(),
                bulk(new WriteConcernError(64, "WriteConcernTimeout", "", new BsonDocument())),
                bulk(null, new BulkWriteError(11602, "", new BsonDocument(), 0)));
    }

    @ParameterizedTest
    @MethodSource("transientOnes")
    void that_may_pass_are_unavailable(MongoException failure) {
        assertThat(Failures.of(failure)).isInstanceOf(StoreUnavailable.class).hasCause(failure);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 50, 91, 112, 134, 189, 262, 10107, 11600})
    void with_these_codes_may_pass(int code) {
        assertThat(Failures.of(command(code))).isInstanceOf(StoreUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 14, 59, 85, 121})
    void with_other_codes_stay(int code) {
        assertThat(Failures.of(command(code))).isInstanceOf(StoreRefused.class);
    }

    static Stream<RuntimeException> permanentOnes() {
        return Stream.of(
                new BsonSerializationException("no"),
                bulk(null, new BulkWriteError(121, "", new BsonDocument(), 0)));
    }

    @ParameterizedTest
    @MethodSource("permanentOnes")
    void that_stay_are_refusals(RuntimeException failure) {
        assertThat(Failures.of(failure)).isInstanceOf(StoreRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = "the whole document, a token in it")
    void do_not_repeat_what_the_server_says(String sentence) {
        var failure = new MongoException(9, sentence);

        assertThat(Failures.of(failure).getMessage()).doesNotContain(sentence).contains("code 9");
    }

    private static MongoException command(int code) {
        return new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: %d, errmsg: 'x'}".formatted(code)), SERVER);
    }

    private static MongoException labelled() {
        var failure = new MongoException(1, "some");
        failure.addLabel("RetryableWriteError");
        return failure;
    }

    private static MongoException bulk(
            @Nullable WriteConcernError concern, BulkWriteError... errors) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), List.of(errors), concern, SERVER, Set.of());
    }
}
