package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Daemon.Ended;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@link Script#ENTER} answers.
 *
 * @param found empty when there is no such folder
 */
record Entrance(Instant clock, Optional<Found> found) {
    private static final Pattern LINE = Pattern.compile("sandkeeper-([a-z]+) (.*)");
    private static final Pattern WORK =
            Pattern.compile("/(?:tmp|dev/shm)/\\.sandkeeper-[A-Za-z0-9]{10}");

    /**
     * @param root without links
     * @param work the folder for what travels
     * @param ignoreFile its text, each char one byte
     */
    record Found(
            String root, String work, Instant modified, boolean isEmpty, IgnoreFile ignoreFile) {}

    sealed interface IgnoreFile {
        record None() implements IgnoreFile {}

        record Lines(String text) implements IgnoreFile {}

        /** Too large, or not a readable file. */
        record Unusable() implements IgnoreFile {}
    }

    static Entrance read(Ended ended) throws Halt {
        var said = said(ended);
        switch (ended.exitCode()) {
            case 0 -> {}
            case Ended.OVER_LIMIT -> throw Halt.transiently("entering the project took too long");
            case 90 ->
                    throw Halt.forGood(
                            "the sandbox's image must have bash and the GNU find, tar and coreutils");
            case 91 -> throw Halt.forGood("the project's root cannot be made");
            case 92 -> throw Halt.forGood("the project's root is not a readable folder");
            case 93 -> throw Halt.forGood("the project's root must be a folder of its own");
            case 94 -> throw Halt.transiently("the sandbox has no room for temporary files");
            case 95 ->
                    throw Halt.forGood(
                            "the project's root must not hold the folder for temporary files");
            default ->
                    throw Halt.transiently("entering the project: exit code " + ended.exitCode());
        }
        var clock = Stamp.parse(value(said, "clock")).orElseThrow(Entrance::garbled);
        return new Entrance(
                clock,
                value(said, "root").equals("none") ? Optional.empty() : Optional.of(found(said)));
    }

    private static Found found(Map<String, String> said) throws Halt {
        var work = value(said, "work");
        if (!WORK.matcher(work).matches()) {
            throw garbled();
        }
        return new Found(
                root(bytes(value(said, "root"))),
                work,
                Stamp.parse(value(said, "modified")).orElseThrow(Entrance::garbled),
                value(said, "empty").equals("yes"),
                ignoreFile(value(said, "ignore")));
    }

    private static IgnoreFile ignoreFile(String value) throws Halt {
        return switch (value) {
            case "none" -> new IgnoreFile.None();
            case "unusable" -> new IgnoreFile.Unusable();
            default -> new IgnoreFile.Lines(new String(bytes(value), StandardCharsets.ISO_8859_1));
        };
    }

    /** It is handed to the sandbox again as text, and so must be text. */
    private static String root(byte[] bytes) throws Halt {
        try {
            var root =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (!root.startsWith("/")) {
                throw garbled();
            }
            return root;
        } catch (CharacterCodingException _) {
            throw Halt.forGood("the project's root has a name that is not UTF-8");
        }
    }

    private static byte[] bytes(String value) throws Halt {
        try {
            if (value.startsWith("is")) {
                return Base64.getDecoder().decode(value.substring(2));
            }
            throw garbled();
        } catch (IllegalArgumentException _) {
            throw garbled();
        }
    }

    /** A profile may print whatever it likes before our lines. */
    private static Map<String, String> said(Ended ended) {
        var said = new HashMap<String, String>();
        ended.output()
                .lines()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .forEach(line -> said.put(line.group(1), line.group(2)));
        return said;
    }

    private static String value(Map<String, String> said, String name) throws Halt {
        var value = said.get(name);
        if (value == null) {
            throw garbled();
        }
        return value;
    }

    private static Halt garbled() {
        return Halt.transiently("entering the project: an answer that is none");
    }
}
