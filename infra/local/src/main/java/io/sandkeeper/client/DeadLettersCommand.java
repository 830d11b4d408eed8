package io.sandkeeper.client;

import io.sandkeeper.client.Table.Cell;
import io.sandkeeper.client.Table.Column;
import io.sandkeeper.events.Topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "dead-letters",
        description =
                "List the records that could not be processed, and why. Never their contents.")
final class DeadLettersCommand implements Callable<Integer> {
    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var letters = new ArrayList<DeadLetter>();
        try (var reader = new Reader(servers.answering(), Topic.DEAD_LETTER, Optional.empty())) {
            reader.readAll(record -> letters.add(DeadLetter.of(record)));
        }
        letters.sort(Comparator.comparing(DeadLetter::time));
        if (output.forScripts()) {
            letters.forEach(this::json);
        } else if (letters.isEmpty()) {
            System.err.println("No dead letters.");
        } else {
            show(letters);
        }
        return ExitCode.DONE;
    }

    private void json(DeadLetter letter) {
        output.json(
                json ->
                        json.writeStringProperty("time", letter.time().toString())
                                .writeStringProperty("topic", letter.topic())
                                .writeNumberProperty("partition", letter.partition())
                                .writeNumberProperty("offset", letter.offset())
                                .writeStringProperty("key", letter.key())
                                .writeStringProperty("reason", letter.reason())
                                .writeNumberProperty("bytes", letter.bytes()));
    }

    private void show(List<DeadLetter> letters) {
        var table =
                output.table(
                        new Column("TIME", 8),
                        new Column("TOPIC", 12),
                        new Column("KEY", 16),
                        new Column("REASON", 0));
        table.header(output.out());
        for (var letter : letters) {
            table.row(
                    output.out(),
                    List.of(
                            new Cell(Clock.time(letter.time()), Style.FAINT),
                            Cell.of(letter.shortTopic()),
                            Cell.of(letter.key()),
                            Cell.of(letter.reason())));
        }
    }
}
