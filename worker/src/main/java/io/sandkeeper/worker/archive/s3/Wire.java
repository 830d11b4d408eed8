package io.sandkeeper.worker.archive.s3;

import io.sandkeeper.worker.store.StoreUnavailable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signs calls and sends them. A redirect is not followed: it would carry the signature away. */
final class Wire implements AutoCloseable {
    private final S3Settings settings;
    private final Signature signature;
    private final InstantSource clock;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    Wire(S3Settings settings, InstantSource clock) {
        this.settings = settings;
        this.signature = new Signature(settings.key(), settings.region());
        this.clock = clock;
    }

    /**
     * Once more when the connection broke: a server closes those that were idle, and all our calls
     * can be repeated.
     */
    HttpResponse<byte[]> send(Call call) {
        try {
            return once(call);
        } catch (IOException _) {
            return again(call);
        }
    }

    private HttpResponse<byte[]> again(Call call) {
        try {
            return once(call);
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "the S3 server did not answer (%s)".formatted(e.getClass().getSimpleName()), e);
        }
    }

    private HttpResponse<byte[]> once(Call call) throws IOException {
        var answer = client.sendAsync(request(call), BodyHandlers.ofByteArray());
        try {
            return answer.get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new StoreUnavailable("the call to the S3 server failed", e);
        } catch (TimeoutException e) {
            throw givenUp(answer, "the S3 server took longer than " + settings.limit(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp(answer, "interrupted while waiting for the S3 server", e);
        }
    }

    private static StoreUnavailable givenUp(
            CompletableFuture<?> answer, String message, Exception cause) {
        answer.cancel(true);
        return new StoreUnavailable(message, cause);
    }

    private HttpRequest request(Call call) {
        var path = '/' + settings.bucket() + call.path;
        var unsigned =
                new Signature.Unsigned(
                        call.method, path, call.query, call.headers, Signature.hash(call.body));
        var base = settings.endpoint().getScheme() + "://" + settings.host();
        var query = call.query.isEmpty() ? "" : '?' + call.query;
        var request = HttpRequest.newBuilder(URI.create(base + path + query));
        signature.headers(unsigned, settings.host(), clock.instant()).forEach(request::header);
        return request.method(
                        call.method,
                        call.body.length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(call.body))
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
