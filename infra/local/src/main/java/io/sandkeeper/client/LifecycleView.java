package io.sandkeeper.client;

import io.sandkeeper.client.Table.Cell;
import io.sandkeeper.client.Table.Column;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SessionId;

import java.util.ArrayList;
import java.util.Optional;

/** Lifecycle events as they come, a line each. */
final class LifecycleView {
    private static final int CLOCK = 8;
    private static final int SESSION = 16;
    private static final int EVENT = 20;

    private final Output output;
    private final boolean manySessions;
    private final Table table;

    LifecycleView(Output output, Optional<SessionId> only) {
        this.output = output;
        this.manySessions = only.isEmpty();
        var time = new Column("TIME", CLOCK);
        var event = new Column("EVENT", EVENT);
        var detail = new Column("DETAIL", 0);
        this.table =
                manySessions
                        ? output.table(time, new Column("SESSION", SESSION), event, detail)
                        : output.table(time, event, detail);
    }

    void begin() {
        if (!output.forScripts()) {
            table.header(output.out());
        }
    }

    void show(Envelope<? extends Event> envelope, Lifecycle event) {
        if (output.forScripts()) {
            output.json(envelope);
            return;
        }
        var standing = event.standing();
        var cells = new ArrayList<Cell>();
        cells.add(new Cell(Clock.time(envelope.time()), Style.FAINT));
        if (manySessions) {
            cells.add(Cell.of(standing.sessionId().value()));
        }
        cells.add(new Cell(Ending.name(envelope.type()), Style.of(standing.state())));
        cells.add(Cell.of(Detail.of(event)));
        table.row(output.out(), cells);
    }

    /** What is not an event; kept out of what scripts read. */
    void remark(String text) {
        System.err.println(Table.printable(text));
    }
}
