package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.SessionId;

import java.nio.charset.StandardCharsets;

/**
 * Which of 1,024 buckets a session is in. By the same hash by which Kafka's default partitioner
 * chooses a partition, so that with a power of two of partitions a bucket belongs to exactly one of
 * them.
 */
public final class Bucket {
    public static final int COUNT = 1024;

    private Bucket() {}

    public static int of(SessionId session) {
        return positiveMurmur2(session) % COUNT;
    }

    public static int partitionOf(SessionId session, int partitions) {
        return positiveMurmur2(session) % partitions;
    }

    private static int positiveMurmur2(SessionId session) {
        return murmur2(session.value().getBytes(StandardCharsets.UTF_8)) & 0x7fffffff;
    }

    /** Kafka's murmur2, kept equal to the client's by a test. */
    static int murmur2(byte[] data) {
        int length = data.length;
        int m = 0x5bd1e995;
        int h = 0x9747b28c ^ length;
        int whole = length / 4;
        for (int i = 0; i < whole; i++) {
            int at = i * 4;
            int k =
                    (data[at] & 0xff)
                            | (data[at + 1] & 0xff) << 8
                            | (data[at + 2] & 0xff) << 16
                            | (data[at + 3] & 0xff) << 24;
            k *= m;
            k ^= k >>> 24;
            k *= m;
            h *= m;
            h ^= k;
        }
        int tail = length & ~3;
        for (int i = length % 4 - 1; i >= 0; i--) {
            h ^= (data[tail + i] & 0xff) << (8 * i);
            if (i == 0) {
                h *= m;
            }
        }
        h ^= h >>> 13;
        h *= m;
        return h ^ (h >>> 15);
    }
}
