package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Verdicts;
import io.sandkeeper.bench.stage.Wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers by name, as the process that measures tells them one by one. */
final class Told {
    private static final String END = "end";

    private final Map<Name, List<Double>> numbers = new LinkedHashMap<>();

    /** What is measured; the unit is milliseconds where nothing else is said. */
    enum Name {
        FIRST,
        FIRST_BYTES,
        UNCHANGED,
        UNCHANGED_BYTES,
        CHANGED,
        CHANGED_BYTES,
        SERVED_ALONE,
        SERVED_BESIDE,
        COMMAND_ALONE,
        COMMAND_BESIDE,
        COMPARISON,
        BASE_MIB,
        PEAK_MIB,
        FROM_ARCHIVE,
        FROM_LIVE,
        TRANSFER,
        VERIFICATION,
        PEER,
        TAR
    }

    /** The other end of the wire. */
    @FunctionalInterface
    interface Mouth {
        /** What warms up is not told. */
        Mouth SILENT = (_, _) -> {};

        void say(Name name, double number);

        default void since(Name name, long begunNanos) {
            say(name, (System.nanoTime() - begunNanos) / 1e6);
        }

        static Mouth to(Wire wire) {
            return (name, number) -> wire.say(name + " " + number);
        }
    }

    static void end(Wire wire) {
        wire.say(END);
    }

    static Told hear(Performer performer) throws IOException {
        var told = new Told();
        for (var line = performer.hear(); !line.equals(END); line = performer.hear()) {
            System.err.println(line);
            var words = line.split(" ", 2);
            told.add(Name.valueOf(words[0]), Double.parseDouble(words[1]));
        }
        return told;
    }

    Told add(Name name, double... more) {
        var list = numbers.computeIfAbsent(name, _ -> new ArrayList<>());
        for (var number : more) {
            list.add(number);
        }
        return this;
    }

    double[] all(Name name) {
        return numbers.getOrDefault(name, List.of()).stream().mapToDouble(it -> it).toArray();
    }

    double median(Name name) {
        return Verdicts.median(all(name));
    }

    double most(Name name) {
        return Arrays.stream(all(name)).max().orElseThrow();
    }
}
