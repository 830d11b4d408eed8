package io.sandkeeper.client;

import org.apache.kafka.common.KafkaException;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The client's commands, and how a command line of them fails. */
public final class ClientCommands {
    private ClientCommands() {}

    /** By name, in the order in which they are shown; each is made only when it is needed. */
    public static Map<String, Supplier<CommandLine>> all() {
        var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
        commands.put("request", () -> new CommandLine(new RequestCommand()));
        commands.put("follow", () -> new CommandLine(new FollowCommand()));
        commands.put("list", () -> new CommandLine(new ListCommand()));
        for (var wish : Wish.values()) {
            commands.put(wish.command(), () -> wish(wish));
        }
        commands.put("export", () -> new CommandLine(new ExportCommand()));
        commands.put("settings", () -> new CommandLine(new SettingsCommand()));
        commands.put("activity", () -> new CommandLine(new ActivityCommand()));
        commands.put("busy", () -> new CommandLine(new BusyCommand()));
        commands.put("dead-letters", () -> new CommandLine(new DeadLettersCommand()));
        commands.put("topics", () -> new CommandLine(new TopicsCommand()));
        return commands;
    }

    private static CommandLine wish(Wish wish) {
        var line = new CommandLine(new WishCommand(wish));
        line.getCommandSpec().name(wish.command());
        line.getCommandSpec().usageMessage().description(wish.description());
        return line;
    }

    /** One clear line for what a person did wrong, never a page of help. */
    public static void prepare(CommandLine line) {
        Converters.register(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(ClientCommands::badArguments);
        line.setExecutionExceptionHandler(ClientCommands::failure);
        var ansi = Output.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }

    private static int badArguments(CommandLine.ParameterException refusal, String[] arguments) {
        if (refusal instanceof UnmatchedArgumentException unknown && unknownCommand(unknown)) {
            return ExitCode.BAD_ARGUMENTS;
        }
        var command = refusal.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println(
                "%s See: ./%s --help"
                        .formatted(sentence(String.valueOf(refusal.getMessage())), command));
        return ExitCode.BAD_ARGUMENTS;
    }

    private static boolean unknownCommand(UnmatchedArgumentException unknown) {
        var line = unknown.getCommandLine();
        if (line.getParent() != null || line.getSubcommands().size() < 2) {
            return false;
        }
        var name = unknown.getUnmatched().getFirst();
        var nearest = unknown.getSuggestions();
        System.err.println(
                "There is no command '%s'%s. See: ./sandkeeper --help"
                        .formatted(
                                name,
                                nearest.isEmpty()
                                        ? ""
                                        : "; did you mean " + String.join(" or ", nearest) + "?"));
        return true;
    }

    private static String sentence(String message) {
        var line = message.lines().findFirst().orElse("Bad arguments").strip();
        return line.endsWith(".") ? line : line + ".";
    }

    private static int failure(Exception failure, CommandLine line, ParseResult parsed)
            throws Exception {
        return switch (failure) {
            case BadArguments refusal -> {
                System.err.println(refusal.getMessage());
                yield ExitCode.BAD_ARGUMENTS;
            }
            case Unavailable missing -> {
                System.err.println(missing.getMessage());
                yield ExitCode.UNAVAILABLE;
            }
            case KafkaException kafka -> {
                System.err.println("Kafka did not answer: " + kafka.getMessage());
                yield ExitCode.UNAVAILABLE;
            }
            default -> throw failure;
        };
    }
}
