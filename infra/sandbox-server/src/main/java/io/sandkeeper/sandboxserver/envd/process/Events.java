package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.machine.CellProcess;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a follower of a process is told. Values that are the default are left out, as the codec
 * wants it.
 */
final class Events {
    static final Map<String, Object> KEEPALIVE = event("keepalive", Map.of());

    private Events() {}

    static Map<String, Object> start(int pid) {
        return event("start", Map.of("pid", pid));
    }

    static Map<String, Object> data(String channel, byte[] bytes, int length) {
        var text = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
        return event("data", Map.of(channel, text));
    }

    static Map<String, Object> end(CellProcess.Exit exit) {
        var end = new LinkedHashMap<String, Object>();
        switch (exit) {
            case CellProcess.Exit.Code(var code) -> {
                if (code != 0) {
                    end.put("exitCode", code);
                    end.put("error", "exit status " + code);
                }
                end.put("exited", true);
                end.put("status", "exit status " + code);
            }
            case CellProcess.Exit.Signal(var number) -> {
                end.put("exitCode", -1);
                end.put("status", "signal: " + Signals.word(number));
                end.put("error", "signal: " + Signals.word(number));
            }
        }
        return event("end", end);
    }

    private static Map<String, Object> event(String name, Map<String, Object> content) {
        return Map.of("event", Map.of(name, content));
    }
}
