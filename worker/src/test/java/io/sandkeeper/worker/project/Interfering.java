package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A daemon beside whose work something else happens. */
public record Interfering(
        Daemon daemon,
        Predicate<String> which,
        UnaryOperator<String> command,
        Runnable before,
        Runnable after)
        implements Daemon {
    static Daemon before(Daemon daemon, Script script, Runnable what) {
        return new Interfering(
                daemon, script.text()::equals, UnaryOperator.identity(), what, () -> {});
    }

    static Daemon after(Daemon daemon, Script script, Runnable what) {
        return new Interfering(
                daemon, script.text()::equals, UnaryOperator.identity(), () -> {}, what);
    }

    /** After the sandbox's tool of that name ran. */
    public static Daemon after(Daemon daemon, String tool, Runnable what) {
        return new Interfering(
                daemon, text -> text.contains(tool), UnaryOperator.identity(), () -> {}, what);
    }

    /** Another word in its place. */
    static Daemon saying(Daemon daemon, String word, String other) {
        return new Interfering(
                daemon,
                text -> text.contains(word),
                text -> text.replace(word, other),
                () -> {},
                () -> {});
    }

    /** Before the sandbox's tool of that name runs. */
    public static Daemon before(Daemon daemon, String tool, Runnable what) {
        return new Interfering(
                daemon, text -> text.contains(tool), UnaryOperator.identity(), what, () -> {});
    }

    @Override
    public Answer<Ended> run(String text, Map<String, String> environment, Duration limit) {
        if (!which.test(text)) {
            return daemon.run(text, environment, limit);
        }
        before.run();
        var ended = daemon.run(command.apply(text), environment, limit);
        after.run();
        return ended;
    }

    @Override
    public Answer<Started> start(String command, Map<String, String> environment) {
        return daemon.start(command, environment);
    }

    @Override
    public Answer<Written> write(String path, byte[] content) {
        return daemon.write(path, content);
    }

    @Override
    public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
        return daemon.read(path, most, limit);
    }

    @Override
    public <T> Answer<Optional<T>> download(
            String path, long most, Duration limit, Reading<T> reading) {
        return daemon.download(path, most, limit, reading);
    }

    @Override
    public Answer<Written> upload(String path, Content content, Duration limit) {
        return daemon.upload(path, content, limit);
    }
}
