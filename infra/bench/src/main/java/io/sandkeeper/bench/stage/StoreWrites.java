package io.sandkeeper.bench.stage;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;

import org.bson.BsonNumber;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is written to one collection, as the store confirms it. */
public final class StoreWrites implements CommandListener {
    private final String collection;
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final LongAdder documents = new LongAdder();
    private final LongAdder commands = new LongAdder();

    public StoreWrites(String collection) {
        this.collection = collection;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (event.getCommandName().equals("update")
                && event.getCommand().getString("update").getValue().equals(collection)) {
            open.add(event.getRequestId());
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        if (open.remove(event.getRequestId())
                && event.getResponse().get("n") instanceof BsonNumber written) {
            documents.add(written.longValue());
            commands.increment();
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        open.remove(event.getRequestId());
    }

    /** So many documents were changed, or found to be so already. */
    public long documents() {
        return documents.sum();
    }

    public long commands() {
        return commands.sum();
    }
}
