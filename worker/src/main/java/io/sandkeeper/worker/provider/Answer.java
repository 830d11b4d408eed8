package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.Failure;

import java.util.function.Function;

/** What a provider's answer comes to. */
public sealed interface Answer<T> {
    record Done<T>(T value) implements Answer<T> {}

    /** The provider does not have it. */
    record Absent<T>(String evidence) implements Answer<T> {}

    record Failed<T>(Failure failure) implements Answer<T> {}

    default <R> Answer<R> then(Function<T, Answer<R>> next) {
        return switch (this) {
            case Done<T>(var value) -> next.apply(value);
            case Absent<T>(var evidence) -> new Absent<>(evidence);
            case Failed<T>(var failure) -> new Failed<>(failure);
        };
    }
}
