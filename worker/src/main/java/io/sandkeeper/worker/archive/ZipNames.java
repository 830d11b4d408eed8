package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.ProjectPath;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What paths are called in a zip file, whose names are UTF-8. A part of a path that is not, or that
 * has a backslash in it, which some take for a separator, is written with {@code %} and two hex
 * digits for each byte that is not a plain character; if somebody else is called so, with a number
 * behind it. All that is in a folder follows the folder.
 */
final class ZipNames {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> odd = new HashMap<>();

    ZipNames(Collection<ProjectPath> paths) {
        for (var path : paths) {
            var parts = path.bytes().split("/", -1);
            var before = new StringBuilder();
            for (var part : parts) {
                before.append(part);
                if (isFit(part)) {
                    taken.add(ProjectPath.of(latin(before.toString())).toString());
                }
                before.append('/');
            }
        }
    }

    String of(ProjectPath path) {
        var original = new StringBuilder();
        var name = new StringBuilder();
        for (var part : path.bytes().split("/", -1)) {
            original.append(original.isEmpty() ? "" : "/").append(part);
            name.append(name.isEmpty() ? "" : "/");
            if (isFit(part)) {
                name.append(new String(latin(part), StandardCharsets.UTF_8));
            } else {
                var folder = name.toString();
                name.setLength(0);
                name.append(
                        odd.computeIfAbsent(
                                original.toString(), _ -> free(folder + escaped(part))));
            }
        }
        return name.toString();
    }

    /** The wanted name, or one like it that nobody has. */
    String free(String wanted) {
        var name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    private static boolean isFit(String part) {
        if (part.indexOf('\\') >= 0) {
            return false;
        }
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(latin(part)));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static String escaped(String part) {
        var name = new StringBuilder();
        for (byte one : latin(part)) {
            if (one > ' ' && one < 0x7F && one != '\\' && one != '%') {
                name.append((char) one);
            } else {
                name.append("%%%02X".formatted(one & 0xFF));
            }
        }
        return name.toString();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
