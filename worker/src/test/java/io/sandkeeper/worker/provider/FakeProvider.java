package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way to a {@link FakeCloud}, with the weather that such ways have. The cloud knows the truth;
 * this says what a caller hears of it.
 */
public final class FakeProvider implements Provider {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int ERRANDS_LATE = 5;

    private final FakeCloud cloud;
    private final Map<Errand, Integer> errands = new EnumMap<>(Errand.class);
    private final List<Latecomer> latecomers = new ArrayList<>();
    private final Object lock = new Object();
    private Weather weather = Weather.CALM;
    private Gate gate = Gate.OPEN;
    private int errandsInAll;

    private record Latecomer(Order order, int dueAt) {}

    public FakeProvider(FakeCloud cloud) {
        this.cloud = cloud;
    }

    public FakeProvider weather(Weather next) {
        synchronized (lock) {
            weather = next;
        }
        return this;
    }

    public FakeProvider gate(Gate next) {
        synchronized (lock) {
            gate = next;
        }
        return this;
    }

    public int errands(Errand kind) {
        synchronized (lock) {
            return errands.getOrDefault(kind, 0);
        }
    }

    /** Every sandbox that was to appear late appears now. */
    public void landLatecomers() {
        synchronized (lock) {
            land(Integer.MAX_VALUE);
        }
    }

    @Override
    public Answer<Made> create(Order order) {
        return meet(
                Errand.CREATE,
                () -> cloud.create(order),
                made -> cloud.silence(made.sandbox()),
                () -> latecomers.add(new Latecomer(order, errandsInAll + ERRANDS_LATE)));
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return meet(Errand.FIND, () -> cloud.find(metadata));
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return meet(Errand.LOOK, () -> cloud.look(sandbox));
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return meet(Errand.LOOK, () -> cloud.way(sandbox));
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return meet(Errand.KILL, () -> cloud.kill(sandbox));
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        return meet(Errand.PAUSE, () -> cloud.pause(sandbox));
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return meet(
                Errand.CONNECT,
                () -> cloud.connect(sandbox, timeout),
                made -> cloud.silence(made.sandbox()),
                () -> {});
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return meet(Errand.EXTEND, () -> cloud.extend(sandbox, timeout));
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return cloud.url(sandbox, port);
    }

    @Override
    public Daemon daemon(Made sandbox) {
        var daemon = cloud.daemon(sandbox);
        return new Daemon() {
            @Override
            public Answer<Ended> run(
                    String command, Map<String, String> environment, Duration limit) {
                return meet(Errand.RUN, () -> daemon.run(command, environment, limit));
            }

            @Override
            public Answer<Started> start(String command, Map<String, String> environment) {
                return meet(Errand.START, () -> daemon.start(command, environment));
            }

            @Override
            public Answer<Written> write(String path, byte[] content) {
                return meet(Errand.WRITE, () -> daemon.write(path, content));
            }

            @Override
            public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
                return meet(Errand.READ, () -> daemon.read(path, most, limit));
            }

            @Override
            public <T> Answer<Optional<T>> download(
                    String path, long most, Duration limit, Reading<T> reading) {
                return meet(Errand.READ, () -> daemon.download(path, most, limit, reading));
            }

            @Override
            public Answer<Written> upload(String path, Content content, Duration limit) {
                return meet(Errand.WRITE, () -> daemon.upload(path, content, limit));
            }
        };
    }

    private <T> Answer<T> meet(Errand errand, Supplier<Answer<T>> work) {
        return meet(errand, work, _ -> {}, () -> {});
    }

    /**
     * @param silencing makes a zombie of what was made
     * @param postponing is done under the lock
     */
    private <T> Answer<T> meet(
            Errand errand, Supplier<Answer<T>> work, Consumer<T> silencing, Runnable postponing) {
        Fate fate;
        Gate passed;
        synchronized (lock) {
            errands.merge(errand, 1, Integer::sum);
            land(++errandsInAll);
            fate = weather.next(errand);
            passed = gate;
        }
        passed.before(errand);
        var answer =
                switch (fate) {
                    case FINE -> work.get();
                    case REFUSED -> FakeProvider.<T>failed(new Failure.Transient("refused"));
                    case LOST_BEFORE -> FakeProvider.<T>lost(errand);
                    case LOST_AFTER -> {
                        var _ = work.get();
                        yield FakeProvider.<T>lost(errand);
                    }
                    case LATE -> {
                        synchronized (lock) {
                            postponing.run();
                        }
                        yield FakeProvider.<T>lost(errand);
                    }
                    case LIMITED ->
                            FakeProvider.<T>failed(
                                    new Failure.Limited(Optional.of(RETRY_AFTER), "too fast"));
                    case FULL ->
                            FakeProvider.<T>failed(new Failure.Limited(Optional.empty(), "full"));
                    case CONFLICT -> FakeProvider.<T>failed(new Failure.Conflict("in between"));
                    case ZOMBIE -> {
                        var made = work.get();
                        if (made instanceof Answer.Done<T>(var value)) {
                            silencing.accept(value);
                        }
                        yield made;
                    }
                };
        passed.after(errand);
        return answer;
    }

    /** Called under the lock. */
    private void land(int now) {
        for (var one : List.copyOf(latecomers)) {
            if (one.dueAt() <= now) {
                latecomers.remove(one);
                cloud.create(one.order());
            }
        }
    }

    private static <T> Answer<T> lost(Errand errand) {
        return failed(
                errand == Errand.CREATE
                        ? new Failure.Unknown("no answer")
                        : new Failure.Transient("no answer"));
    }

    private static <T> Answer<T> failed(Failure failure) {
        return new Answer.Failed<>(failure);
    }
}
