package io.sandkeeper.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One main class with all that its Java needs. Secrets belong in the environment, because arguments
 * are shown to everybody who lists the machine's processes.
 */
public record JavaCommand(
        String mainClass,
        String classPath,
        List<String> options,
        List<String> arguments,
        Map<String, String> environment) {

    /** Quick to start and small; without the files that a killed Java leaves in /tmp. */
    private static final List<String> FRUGAL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xlog:aot*=off",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED");

    public JavaCommand {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The command with the tether around its main class. */
    List<String> line(Path temporary) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(FRUGAL);
        line.add("-Djava.io.tmpdir=" + temporary);
        line.addAll(options);
        line.add("-cp");
        line.add(classPath);
        line.add(Tether.class.getName());
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }
}
