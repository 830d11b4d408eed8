package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.egress.HostPort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The command line, read.
 *
 * @param exitWithParent whether the end of standard input is the end of the server
 */
record Arguments(Options options, boolean exitWithParent, boolean help) {
    static final String HELP =
            """
            Usage: sandbox-server [options]
              --host ADDRESS            where to listen (127.0.0.1)
              --port PORT               0 picks a free one (3900)
              --api-key KEY             what clients must send (E2B_API_KEY, or a fixed local key)
              --data FOLDER             where sandboxes are kept (a temporary folder)
              --templates FOLDER        templates beside the built-in ones, a folder for each
              --domain NAME             for the addresses of sandboxes (localhost:PORT)
              --max-sandboxes N         how many may run at the same time (1000)
              --creations-per-second N  how many may be created in a second (as many as come)
              --max-lifetime SECONDS    how long a sandbox may run at most (86400)
              --no-idempotency          do not heed Idempotency-Key
              --allow-internet          sandboxes may reach public addresses
              --allow-host HOST:PORT    sandboxes may reach this one too; may be repeated
              --faults                  open the fault switchboard at /_faults
              --exit-with-parent        end when standard input ends
              --help
            """;

    /** What the command line says is not understood. */
    static final class Misused extends Exception {
        Misused(String message) {
            super(message, null, false, false);
        }
    }

    static Arguments parse(List<String> words, Optional<String> keyOfEnvironment) throws Misused {
        var parser = new Parser(words);
        keyOfEnvironment.ifPresent(key -> parser.options = parser.options.withApiKey(key));
        try {
            parser.parse();
        } catch (IllegalArgumentException wrong) {
            throw new Misused(String.valueOf(wrong.getMessage()));
        }
        return new Arguments(parser.options, parser.exitWithParent, parser.help);
    }

    private static final class Parser {
        private final Deque<String> words;
        private Options options = Options.usual();
        private boolean exitWithParent;
        private boolean help;

        private Parser(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        private void parse() throws Misused {
            while (!words.isEmpty()) {
                option(words.pop());
            }
        }

        private void option(String name) throws Misused {
            switch (name) {
                case "--host" -> options = options.withHost(value(name));
                case "--port" -> options = options.withPort(number(name));
                case "--api-key" -> options = options.withApiKey(value(name));
                case "--data" -> options = options.withData(Path.of(value(name)));
                case "--templates" -> options = options.withTemplates(Path.of(value(name)));
                case "--domain" -> options = options.withDomain(value(name));
                case "--faults" -> options = options.withFaults();
                case "--exit-with-parent" -> exitWithParent = true;
                case "--help" -> help = true;
                default -> limitOrNetwork(name);
            }
        }

        private void limitOrNetwork(String name) throws Misused {
            Options.Limits limits = options.limits();
            switch (name) {
                case "--max-sandboxes" ->
                        limits(
                                number(name),
                                limits.creationsPerSecond(),
                                limits.maxLifetime(),
                                limits.idempotency());
                case "--creations-per-second" ->
                        limits(
                                limits.sandboxes(),
                                Optional.of(number(name)),
                                limits.maxLifetime(),
                                limits.idempotency());
                case "--max-lifetime" ->
                        limits(
                                limits.sandboxes(),
                                limits.creationsPerSecond(),
                                Duration.ofSeconds(number(name)),
                                limits.idempotency());
                case "--no-idempotency" ->
                        limits(
                                limits.sandboxes(),
                                limits.creationsPerSecond(),
                                limits.maxLifetime(),
                                false);
                case "--allow-internet" ->
                        options =
                                options.withNetwork(
                                        new Options.Network(true, options.network().allowHosts()));
                case "--allow-host" -> {
                    var hosts = new HashSet<>(options.network().allowHosts());
                    hosts.add(HostPort.parse(value(name)));
                    options =
                            options.withNetwork(
                                    new Options.Network(options.network().internet(), hosts));
                }
                default -> throw new Misused("unknown option: " + name);
            }
        }

        private void limits(
                int sandboxes, Optional<Integer> rate, Duration lifetime, boolean idempotency) {
            options =
                    options.withLimits(new Options.Limits(sandboxes, rate, lifetime, idempotency));
        }

        private String value(String name) throws Misused {
            if (words.isEmpty()) {
                throw new Misused(name + " needs a value");
            }
            return words.pop();
        }

        private int number(String name) throws Misused {
            String value = value(name);
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException malformed) {
                throw new Misused(name + " needs a number, not " + value);
            }
        }
    }
}
