package io.sandkeeper.bench.stage;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * When this process's consumers of a group got their first answer with records, by Kafka's own
 * metrics: the same for every engine, whatever it is built of.
 */
public final class FirstRecord implements AutoCloseable {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final ObjectName consumers;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("first-record").daemon().factory());
    private volatile long seenMillis;

    /** The watch begins now; consumers of that group must not have begun. */
    public FirstRecord(String group) {
        try {
            this.consumers =
                    new ObjectName(
                            "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=consumer-"
                                    + group
                                    + "-*");
        } catch (JMException impossible) {
            throw new IllegalArgumentException(group, impossible);
        }
        var _ = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (var name : BEANS.queryNames(consumers, null)) {
            if (seenMillis == 0 && isOfRequests(name) && fetched(name)) {
                seenMillis = System.currentTimeMillis();
                timer.shutdown();
            }
        }
    }

    /** The worker's consumer of activity has a group whose name goes on. */
    private static boolean isOfRequests(ObjectName name) {
        return !name.getKeyProperty("client-id").contains("-activity-");
    }

    private static boolean fetched(ObjectName name) {
        try {
            return BEANS.getAttribute(name, "fetch-total") instanceof Number count
                    && count.doubleValue() > 0;
        } catch (JMException _) {
            return false;
        }
    }

    public OptionalLong millis() {
        return seenMillis == 0 ? OptionalLong.empty() : OptionalLong.of(seenMillis);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
