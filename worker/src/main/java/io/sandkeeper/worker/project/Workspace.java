package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Daemon.Content;
import io.sandkeeper.worker.provider.Daemon.Ended;
import io.sandkeeper.worker.provider.Daemon.Reading;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A project's root in a sandbox, and beside it a folder for what travels, as long as it is open.
 * One that a broken call leaves behind is taken away by the next that is opened two hours later.
 */
final class Workspace implements AutoCloseable {
    private final Daemon daemon;
    private final Limits limits;
    private final Entrance entrance;

    private Workspace(Daemon daemon, Limits limits, Entrance entrance) {
        this.daemon = daemon;
        this.limits = limits;
        this.entrance = entrance;
    }

    static Workspace enter(Daemon daemon, String root, Limits limits) throws Halt {
        return enter(daemon, root, limits, "no");
    }

    static Workspace enterOrMake(Daemon daemon, String root, Limits limits) throws Halt {
        return enter(daemon, root, limits, "yes");
    }

    private static Workspace enter(Daemon daemon, String root, Limits limits, String make)
            throws Halt {
        var ended =
                Halt.value(
                        daemon.run(
                                Script.ENTER.text(),
                                Map.of("SK_ROOT", root, "SK_MAKE", make),
                                limits.time()));
        return new Workspace(daemon, limits, Entrance.read(ended));
    }

    /** By the sandbox's clock, before anything else was looked at. */
    Instant enteredAt() {
        return entrance.clock();
    }

    /** Empty when there is no such folder. */
    Optional<Entrance.Found> found() {
        return entrance.found();
    }

    Entrance.Found place() {
        return found().orElseThrow(() -> new IllegalStateException("there is no root"));
    }

    Limits limits() {
        return limits;
    }

    Ended run(Script script, Map<String, String> environment) throws Halt {
        var whole = new HashMap<>(environment);
        whole.put("SK_ROOT", place().root());
        whole.put("SK_WORK", place().work());
        var ended = Halt.value(daemon.run(script.text(), whole, limits.time()));
        if (ended.exitCode() != 0) {
            throw refusal(script, ended);
        }
        return ended;
    }

    private static Halt refusal(Script script, Ended ended) {
        return switch (ended.exitCode()) {
            case Ended.OVER_LIMIT -> Halt.transiently(script + ": took too long");
            case 92 -> Halt.transiently(script + ": the project's root is no longer what it was");
            case 96 -> Halt.forGood(script + ": what is in the way cannot be taken away");
            case 97 -> Halt.transiently(script + ": tar failed in the sandbox");
            default -> Halt.transiently(script + ": exit code " + ended.exitCode());
        };
    }

    void upload(String name, Content content) throws Halt {
        var _ = Halt.value(daemon.upload(path(name), content, limits.time()));
    }

    /** A list of texts, each char one byte. */
    void upload(String name, Collection<String> texts) throws Halt {
        upload(
                name,
                out -> {
                    for (var text : texts) {
                        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                        out.write(0);
                    }
                });
    }

    <T> T download(String name, long most, Reading<T> reading) throws Halt {
        return Halt.value(daemon.download(path(name), most, limits.time(), reading))
                .orElseThrow(
                        () -> Halt.transiently("what was to be fetched is not in the sandbox"));
    }

    private String path(String name) {
        return place().work() + "/" + name;
    }

    /** A sandbox that does not answer has nothing to be cleaned. */
    @Override
    public void close() {
        found().ifPresent(
                        place -> {
                            var environment = Map.of("SK_WORK", place.work());
                            var _ = daemon.run(Script.LEAVE.text(), environment, limits.time());
                        });
    }
}
