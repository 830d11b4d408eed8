package io.sandkeeper.sandboxserver.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the platform's resolver, on a few platform threads of its own: the call is a native one that
 * holds its carrier, so that two names without an answer would stop every virtual thread of a
 * machine with two processors.
 */
final class SystemNames implements Names, AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 256;
    private static final long SECONDS = 10;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("names-", 0).factory(),
                    new ThreadPoolExecutor.AbortPolicy());

    SystemNames() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        var literal = AddressRange.literal(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            return threads.submit(() -> List.of(InetAddress.getAllByName(host)))
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException _) {
            throw new UnknownHostException(host);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
