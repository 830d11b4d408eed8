package io.sandkeeper.worker.fleet;

/** A fleet's member that beats when it is told to instead of on a timer. */
public final class SteppedFleet {
    private final Fleet fleet;

    public SteppedFleet(Fleet fleet) {
        this.fleet = fleet;
    }

    public void enter() {
        fleet.enter();
    }

    public void leave() {
        fleet.close();
    }

    public void turn() {
        fleet.turn();
    }
}
