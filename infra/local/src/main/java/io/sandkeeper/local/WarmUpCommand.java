package io.sandkeeper.local;

import io.sandkeeper.local.process.AotCaches;
import io.sandkeeper.local.stack.Ports;

import picocli.CommandLine.Command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Makes the caches by which every process starts faster: runs a stack and the client once, on other
 * ports, and has each write down what it loaded when it ends.
 */
@Command(
        name = "warm-up",
        description = "Make the next starts faster: a minute once, again after each build.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int MINUTES = 5;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var caches = AotCaches.folder(Home.path());
        forget(caches);
        var kafka = Ports.free();
        System.out.println("Starting a stack to learn from ...");
        var stack =
                start(
                        "up",
                        "--train",
                        "--partitions=4",
                        "--port-kafka=" + kafka,
                        "--port-mongodb=" + Ports.free(),
                        "--port-sandboxes=" + Ports.free(),
                        "--port-worker=" + Ports.free());
        try {
            if (!isReady(stack)) {
                return UpCommand.FAILED;
            }
            System.out.println("Trying the client ...");
            var rehearsal = start("rehearse", "--kafka=127.0.0.1:" + kafka);
            rehearsal.inputReader().lines().forEach(line -> {});
            rehearsal.waitFor();
        } finally {
            System.out.println("Writing the caches ...");
            stack.toHandle().destroy();
            stack.waitFor(MINUTES, TimeUnit.MINUTES);
        }
        return tell(caches);
    }

    private static void forget(Path caches) throws IOException {
        Files.createDirectories(caches);
        try (var files = Files.list(caches)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static Process start(String... arguments) throws IOException {
        var line = new ArrayList<String>();
        line.add(Home.path().resolve("sandkeeper").toString());
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("SANDKEEPER_TRAIN", "yes");
        builder.environment().put("SANDKEEPER_BUILD", "never");
        return builder.start();
    }

    private static boolean isReady(Process stack) throws IOException {
        BufferedReader output = stack.inputReader();
        var said = new ArrayList<String>();
        var line = output.readLine();
        while (line != null && !line.startsWith("All in ")) {
            said.add(line);
            line = output.readLine();
        }
        if (line == null) {
            said.forEach(System.err::println);
        }
        return line != null;
    }

    private static int tell(Path caches) throws IOException {
        try (var files = Files.list(caches)) {
            var made = files.map(file -> file.getFileName().toString()).sorted().toList();
            System.out.println("In " + caches + ": " + String.join(", ", made));
            return made.isEmpty() ? UpCommand.FAILED : 0;
        }
    }
}
