package io.sandkeeper.worker.intake.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Which topic it is that records come from: a topic that is deleted and made anew has the same name
 * and counts its offsets from zero. It is asked for whenever partitions are assigned, and when
 * records come that cannot be of the topic as it was seen.
 */
final class TopicWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<CompletableFuture<Seen>> question;

    /** By partition, the last offset that came. A partition's records come on one thread. */
    private final Map<Integer, Long> reached = new ConcurrentHashMap<>();

    private volatile CompletableFuture<Seen> asked =
            CompletableFuture.failedFuture(new IllegalStateException("not asked yet"));
    private volatile int partitions;

    TopicWatch(Supplier<CompletableFuture<Seen>> question) {
        this.question = question;
    }

    static TopicWatch of(Admin admin, String topic) {
        var options = new DescribeTopicsOptions().timeoutMs((int) PATIENCE.toMillis());
        return new TopicWatch(
                () ->
                        admin.describeTopics(List.of(topic), options)
                                .allTopicNames()
                                .toCompletionStage()
                                .thenApply(found -> Seen.of(found.values().iterator().next()))
                                .toCompletableFuture());
    }

    record Seen(String identity, int partitions) {
        private static Seen of(TopicDescription topic) {
            return new Seen(topic.topicId().toString(), topic.partitions().size());
        }
    }

    /** Asks anew. Whoever looks afterwards gets an answer that is not from before. */
    void refresh() {
        var answer = ask();
        asked = answer;
        var _ = answer.thenAccept(seen -> partitions = seen.partitions());
    }

    private CompletableFuture<Seen> ask() {
        try {
            return question.get();
        } catch (KafkaException | IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As it was last seen; 0 when it was never seen. */
    int partitions() {
        if (asked.isCompletedExceptionally()) {
            refresh();
        }
        return partitions;
    }

    /** The topic of these records. */
    Seen seen(List<? extends ConsumerRecord<?, ?>> records) {
        if (asked.isCompletedExceptionally() || contradict(records)) {
            refresh();
        }
        var seen = answer();
        if (records.stream().anyMatch(record -> record.partition() >= seen.partitions())) {
            throw new NotTaken("the topic has more partitions than the broker says", null);
        }
        return seen;
    }

    /** Offsets go back when the topic is a new one, and when a batch is delivered again. */
    private boolean contradict(List<? extends ConsumerRecord<?, ?>> records) {
        var last = new HashMap<Integer, Long>();
        boolean back = false;
        for (var record : records) {
            var before = last.put(record.partition(), record.offset());
            if (before == null) {
                back |= record.offset() <= reached.getOrDefault(record.partition(), -1L);
                back |= partitions > 0 && record.partition() >= partitions;
            }
        }
        reached.putAll(last);
        return back;
    }

    private Seen answer() {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotTaken("the broker does not say which topic it is", e.getCause());
        } catch (TimeoutException e) {
            throw new NotTaken("the broker did not say which topic it is within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTaken("stopped while asking which topic it is", e);
        }
    }
}
