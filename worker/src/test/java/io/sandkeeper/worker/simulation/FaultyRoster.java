package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.fleet.Roster;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.util.Map;
import java.util.function.Supplier;

/** One worker's way to the roster. */
final class FaultyRoster implements Roster {
    private final Roster roster;
    private final Timeline timeline;
    private final Faults faults;

    FaultyRoster(Roster roster, Timeline timeline, Faults faults) {
        this.roster = roster;
        this.timeline = timeline;
        this.faults = faults;
    }

    @Override
    public void enter(String worker) {
        ask(
                "enter",
                () -> {
                    roster.enter(worker);
                    return true;
                });
    }

    @Override
    public boolean beat(String worker, long count) {
        return ask("beat", () -> roster.beat(worker, count));
    }

    @Override
    public Map<String, Long> beats() {
        return ask("beats", roster::beats);
    }

    @Override
    public void strike(String worker) {
        ask(
                "strike",
                () -> {
                    roster.strike(worker);
                    return true;
                });
    }

    private <T> T ask(String what, Supplier<T> call) {
        timeline.pause("before " + what);
        if (faults.storeFails()) {
            throw new StoreUnavailable("not done");
        }
        var answer = call.get();
        timeline.pause("after " + what);
        if (faults.storeFails()) {
            throw new StoreUnavailable("done, and the answer lost");
        }
        return answer;
    }
}
