package io.sandkeeper.client;

import io.sandkeeper.events.Event;

import java.time.InstantSource;

/** Publishes what a command says, and tells that it was published, which is not yet done. */
final class Sending {
    private Sending() {}

    static int send(Event event, Servers servers, Output output) throws InterruptedException {
        var id =
                new Publisher(servers.answering()).publish(event, InstantSource.system().instant());
        if (output.forScripts()) {
            output.json(
                    json ->
                            json.writeStringProperty("type", event.type().wireName())
                                    .writeStringProperty("subject", event.subject())
                                    .writeStringProperty("id", id.value()));
        } else {
            output.out().println("Sent %s for %s.".formatted(event.type().stem(), event.subject()));
        }
        return ExitCode.DONE;
    }
}
