package io.sandkeeper.client;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.codec.EventCodec;

import picocli.CommandLine.Option;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Whether a person or a script reads it. */
final class Output {
    private static final JsonFactory JSON = new JsonFactory();

    @Option(names = "--json", description = "One JSON object per line, for scripts.")
    private boolean json;

    boolean forScripts() {
        return json;
    }

    PrintStream out() {
        return System.out;
    }

    static boolean onTerminal() {
        return Boolean.getBoolean("sandkeeper.terminal");
    }

    static boolean colours() {
        var refused = System.getenv("NO_COLOR");
        return onTerminal() && (refused == null || refused.isEmpty());
    }

    Table table(Table.Column... columns) {
        return new Table(List.of(columns), colours());
    }

    /** One object, written property by property. */
    void json(Consumer<JsonGenerator> properties) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        out().println(text);
        out().flush();
    }

    void json(Envelope<? extends Event> envelope) {
        out().println(new String(EventCodec.toJson(envelope), StandardCharsets.UTF_8));
        out().flush();
    }
}
