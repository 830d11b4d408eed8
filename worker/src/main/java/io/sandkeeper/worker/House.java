package io.sandkeeper.worker;

import io.sandkeeper.worker.admission.Reception;
import io.sandkeeper.worker.door.Lanes;
import io.sandkeeper.worker.due.AlarmClock;
import io.sandkeeper.worker.due.DueWatch;
import io.sandkeeper.worker.fleet.Fleet;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.herald.kafka.StatusGuard;
import io.sandkeeper.worker.intake.kafka.KafkaIntake;
import io.sandkeeper.worker.monitor.Monitor;
import io.sandkeeper.worker.operation.Workforce;

import org.springframework.context.SmartLifecycle;

/**
 * The order in which a worker comes to life, and the reverse one in which it ends: first nothing
 * new is taken in, then what is under way is finished or handed over, and what is said is said to
 * the end.
 */
final class House implements SmartLifecycle {
    private final Rooms rooms;
    private volatile boolean running;

    House(Rooms rooms) {
        this.rooms = rooms;
    }

    record Rooms(
            Runnable prepareStore,
            Lanes lanes,
            KafkaHerald herald,
            AlarmClock alarms,
            Workforce workforce,
            Fleet fleet,
            Reception reception,
            DueWatch dueWatch,
            KafkaIntake intake,
            Monitor monitor,
            StatusGuard guard,
            Upkeep.Rounds rounds) {}

    @Override
    public void start() {
        rooms.prepareStore().run();
        rooms.herald().start();
        rooms.fleet().start();
        rooms.lanes().open(rooms.workforce(), rooms.herald(), rooms.alarms());
        rooms.reception().start();
        rooms.dueWatch().start();
        rooms.intake().start();
        rooms.monitor().start(rooms.intake().buckets());
        rooms.guard().start();
        rooms.rounds().start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        rooms.rounds().close();
        rooms.guard().close();
        rooms.monitor().close();
        rooms.intake().close();
        rooms.dueWatch().close();
        rooms.reception().close();
        rooms.alarms().close();
        rooms.workforce().close();
        rooms.lanes().close();
        rooms.herald().close();
        rooms.fleet().close();
    }

    KafkaIntake intake() {
        return rooms.intake();
    }

    Reception reception() {
        return rooms.reception();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
