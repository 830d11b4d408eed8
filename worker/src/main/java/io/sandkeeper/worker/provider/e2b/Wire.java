package io.sandkeeper.worker.provider.e2b;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests, each with one limit up to the last byte of its answer, and says of those that
 * failed whether they left.
 *
 * <p>HTTP/1.1 always: a connection then carries one call, so that losing it loses one call, and no
 * call is sent again because a peer closed a stream.
 */
final class Wire implements AutoCloseable {
    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";
    private static final String RETRY_ALL = "jdk.httpclient.enableAllMethodRetry";

    private final HttpClient client;

    Wire(Duration connectTime) {
        prepare();
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTime)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /**
     * The JDK's client takes these from the system's properties alone, once.
     *
     * <p>A pooled connection that the server closes while a create is on its way makes that
     * create's outcome unknown. It costs a look and never a second sandbox; idle connections are
     * dropped before a usual server (5 s and more) drops them, so that it stays rare.
     */
    private static void prepare() {
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, "4");
        }
        if (Boolean.getBoolean(RETRY_ALL) || "".equals(System.getProperty(RETRY_ALL))) {
            throw new IllegalStateException(
                    RETRY_ALL + " must not be set: it would send a create twice");
        }
    }

    <T> Reply<T> send(HttpRequest request, BodyHandler<T> body, Duration limit) {
        var answer = client.sendAsync(request, body);
        try {
            return new Reply.Came<>(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Reply.None<>(new Trouble.Lost("no whole answer within " + limit));
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.None<>(new Trouble.Lost("interrupted while waiting for the answer"));
        } catch (CancellationException _) {
            return new Reply.None<>(new Trouble.Lost("cancelled"));
        } catch (ExecutionException failed) {
            return new Reply.None<>(trouble(failed.getCause()));
        }
    }

    /**
     * Only what cannot happen after the first byte left counts as unsent. The exception's own words
     * are left out, because some of them repeat what a server said.
     */
    static Trouble trouble(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> new Trouble.Lost("broken off");
            case HttpConnectTimeoutException _ -> new Trouble.Unsent("connecting took too long");
            case ConnectException _ -> new Trouble.Unsent("no connection");
            case UnresolvedAddressException _ -> new Trouble.Unsent("unknown host");
            case UnknownHostException _ -> new Trouble.Unsent("unknown host");
            case SSLHandshakeException _ -> new Trouble.Unsent("no TLS connection");
            case Error error -> throw error;
            default -> new Trouble.Lost("broken off (" + cause.getClass().getSimpleName() + ')');
        };
    }

    /** Does not wait: whoever still waits for an answer hears that the call was broken off. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    sealed interface Reply<T> {
        record Came<T>(HttpResponse<T> response) implements Reply<T> {}

        record None<T>(Trouble trouble) implements Reply<T> {}
    }
}
