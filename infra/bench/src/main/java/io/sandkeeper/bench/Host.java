package io.sandkeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a figure comes from; without it no figure means anything. */
public record Host(int processors, String cpu, long memoryMiB, String kernel, String jdk) {
    public static Host here() {
        return new Host(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name", "unknown"),
                kibibytes(field("/proc/meminfo", "MemTotal", "0 kB")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** The first value behind a name and a colon. */
    public static String field(String file, String name, String otherwise) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException _) {
            return otherwise;
        }
    }

    /** The number of a line such as {@code 1234 kB}. */
    public static long kibibytes(String text) {
        return Long.parseLong(text.split(" ", 2)[0]);
    }

    @Override
    public String toString() {
        return "%d x %s, %d MiB, %s, %s".formatted(processors, cpu, memoryMiB, kernel, jdk);
    }
}
