package io.sandkeeper.worker.provider.e2b;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer's body, up to a size. Of a larger one nothing more is read than that. */
final class Body {
    /** How much of an answer that says no is worth reading, whatever was asked for. */
    private static final int MOST_OF_REFUSAL = 64 * 1024;

    private final byte[] bytes;
    private final boolean whole;

    private Body(byte[] bytes, boolean whole) {
        this.bytes = bytes;
        this.whole = whole;
    }

    byte[] bytes() {
        return bytes;
    }

    /** False when there was more than was asked for. */
    boolean isWhole() {
        return whole;
    }

    static BodyHandler<Body> upTo(int most) {
        return head ->
                head.statusCode() >= 200 && head.statusCode() < 300
                        ? new Collector(most)
                        : ofRefusal();
    }

    static BodySubscriber<Body> ofRefusal() {
        return new Collector(MOST_OF_REFUSAL);
    }

    private static final class Collector implements BodySubscriber<Body> {
        private final CompletableFuture<Body> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private Flow.@Nullable Subscription subscription;

        Collector(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<Body> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (var buffer : buffers) {
                var next = new byte[Math.min(buffer.remaining(), most - bytes.size())];
                buffer.get(next);
                bytes.writeBytes(next);
                if (buffer.hasRemaining()) {
                    stop();
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable broken) {
            body.completeExceptionally(broken);
        }

        @Override
        public void onComplete() {
            body.complete(new Body(bytes.toByteArray(), true));
        }

        private void stop() {
            if (subscription != null) {
                subscription.cancel();
            }
            body.complete(new Body(bytes.toByteArray(), false));
        }
    }
}
