package io.sandkeeper.bench.activity;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How far a group's consumers in this process are, by Kafka's own metrics. */
final class Reading {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final ObjectName consumers;

    Reading(String group) {
        try {
            this.consumers =
                    new ObjectName(
                            "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=consumer-"
                                    + group
                                    + "-*");
        } catch (JMException impossible) {
            throw new IllegalArgumentException(group, impossible);
        }
    }

    /** Returns the time when the first answer with records has come. */
    long awaitFirst() {
        while (sum("fetch-total") < 1) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return System.currentTimeMillis();
    }

    void awaitRead(int records) {
        while (sum("records-consumed-total") < records) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private double sum(String attribute) {
        double sum = 0;
        for (var name : BEANS.queryNames(consumers, null)) {
            try {
                if (BEANS.getAttribute(name, attribute) instanceof Number number
                        && !Double.isNaN(number.doubleValue())) {
                    sum += number.doubleValue();
                }
            } catch (JMException _) {
                // It has just gone.
            }
        }
        return sum;
    }
}
