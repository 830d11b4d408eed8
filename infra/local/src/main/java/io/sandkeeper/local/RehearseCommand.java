package io.sandkeeper.local;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;

/** The usual commands in one process, so that one cache serves all of them. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> SCENES =
            List.of(
                    "request rehearsal --follow --timeout 30s",
                    "activity rehearsal",
                    "list",
                    "topics",
                    "dead-letters",
                    "follow rehearsal --from-beginning --until ready --timeout 10s --json",
                    "kill rehearsal",
                    "follow rehearsal --from-beginning --until killed --timeout 30s");

    @Option(names = "--kafka", required = true)
    private String kafka = "";

    @Override
    public Integer call() {
        var worst = 0;
        for (var scene : SCENES) {
            var arguments = (scene + " --kafka " + kafka).split(" ", -1);
            worst = Math.max(worst, Sandkeeper.line(arguments).execute(arguments));
        }
        return worst;
    }
}
