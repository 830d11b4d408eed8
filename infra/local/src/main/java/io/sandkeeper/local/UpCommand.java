package io.sandkeeper.local;

import io.sandkeeper.local.process.AotCaches;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.PartFailed;
import io.sandkeeper.local.stack.Plan;
import io.sandkeeper.local.stack.PortNeed;
import io.sandkeeper.local.stack.Stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.concurrent.Callable;

@Command(name = "up", description = "Start the local stack. Ctrl-C stops and forgets all of it.")
final class UpCommand implements Callable<Integer> {
    static final int FAILED = 1;
    static final int NOT_POSSIBLE = 2;

    @Mixin private UpOptions options = new UpOptions();

    @Option(names = "--train", hidden = true)
    private boolean train;

    @Override
    public Integer call() throws InterruptedException {
        var plan = options.plan();
        var obstacle = PortNeed.obstacle(plan.portsNeeded());
        if (obstacle.isPresent()) {
            System.err.println(obstacle.get() + running());
            return NOT_POSSIBLE;
        }
        return run(plan);
    }

    private static String running() {
        return StackFolder.launchers().stream()
                .findFirst()
                .map(launcher -> " (A stack is running: process " + launcher.pid() + ".)")
                .orElse("");
    }

    private int run(Plan plan) throws InterruptedException {
        var begin = System.nanoTime();
        var home = Home.path();
        var caches = train ? AotCaches.inTraining(home) : AotCaches.inUse(home);
        var folder = StackFolder.create();
        var screen = new Screen(System.out, Home.onTerminal());
        try (var stack = new Stack(plan, home, caches, folder, screen)) {
            var stop = new Thread(() -> stop(screen, stack), "stop-stack");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                screen.line("Sandkeeper starts in " + folder.path());
                stack.start();
                Welcome.lines(plan, folder.path(), since(begin)).forEach(screen::line);
                stack.watch();
            } catch (PartFailed failure) {
                tell(failure, screen, stack);
            }
        } catch (PartFailed notBuilt) {
            screen.quiet();
            folder.close();
            System.err.println(notBuilt.getMessage());
        }
        return FAILED;
    }

    /** Parts that end because the stack is stopping are no failure. */
    private static void tell(PartFailed failure, Screen screen, Stack stack) {
        screen.quiet();
        if (stack.stopping()) {
            return;
        }
        System.err.println(failure.getMessage() + ". The stack stops.");
        failure.lastWords().forEach(words -> System.err.println("  | " + words));
    }

    private static void stop(Screen screen, Stack stack) {
        if (stack.stopping()) {
            return;
        }
        var begin = System.nanoTime();
        screen.quiet();
        screen.line("Stopping …");
        stack.close();
        screen.line(
                "Stopped in %.1f s; nothing is left.".formatted(since(begin).toMillis() / 1000.0));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
