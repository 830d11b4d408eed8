package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.watch.Change;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A change as the protocol tells it. */
final class WatchEvent {
    private WatchEvent() {}

    static Map<String, Object> of(Change change, Guest guest, boolean withEntry) {
        var event = new LinkedHashMap<String, Object>();
        event.put("name", change.name());
        event.put("type", "EVENT_TYPE_" + change.kind().name());
        boolean there =
                switch (change.kind()) {
                    case CREATE, WRITE, CHMOD -> true;
                    case REMOVE, RENAME -> false;
                };
        if (withEntry && there) {
            try {
                event.put("entry", new Entries(guest.cell().files()).of(change.path()));
            } catch (IOException _) {
                // It has gone again; its name is still worth telling.
            }
        }
        return event;
    }
}
