package io.sandkeeper.client;

import io.sandkeeper.client.Table.Cell;
import io.sandkeeper.client.Table.Column;
import io.sandkeeper.events.Topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(name = "topics", description = "List the topics, how many records each has, and why.")
final class TopicsCommand implements Callable<Integer> {
    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var address = servers.answering();
        var table =
                output.table(
                        new Column("TOPIC", 23),
                        new Column("PARTS", 5),
                        new Column("RECORDS", 8),
                        new Column("CONTENTS", 0));
        if (!output.forScripts()) {
            table.header(output.out());
        }
        for (var topic : Topic.all()) {
            try (var reader = new Reader(address, topic, Optional.empty())) {
                show(topic, reader.partitions(), reader.records(), table);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Topic topic, int partitions, long records, Table table) {
        if (output.forScripts()) {
            output.json(
                    json ->
                            json.writeStringProperty("topic", topic.topicName())
                                    .writeNumberProperty("partitions", partitions)
                                    .writeNumberProperty("records", records));
            return;
        }
        table.row(
                output.out(),
                List.of(
                        Cell.of(topic.topicName()),
                        Cell.of(Integer.toString(partitions)),
                        Cell.of(Long.toString(records)),
                        Cell.of(topic.description())));
    }
}
