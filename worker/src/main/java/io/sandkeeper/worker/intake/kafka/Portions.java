package io.sandkeeper.worker.intake.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.ArrayList;
import java.util.List;

/**
 * A poll brings many records or large ones; what is read out of them and stored at once is bounded.
 */
final class Portions {
    static final int BYTES = 8 * 1024 * 1024;

    private Portions() {}

    static <K, V> List<List<ConsumerRecord<K, V>>> of(List<ConsumerRecord<K, V>> records) {
        var portions = new ArrayList<List<ConsumerRecord<K, V>>>();
        int from = 0;
        long bytes = 0;
        for (int at = 0; at < records.size(); at++) {
            int size = Math.max(0, records.get(at).serializedValueSize());
            if (at > from && bytes + size > BYTES) {
                portions.add(records.subList(from, at));
                from = at;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < records.size()) {
            portions.add(records.subList(from, records.size()));
        }
        return portions;
    }
}
