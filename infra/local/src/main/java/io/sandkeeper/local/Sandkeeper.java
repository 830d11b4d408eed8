package io.sandkeeper.local;

import io.sandkeeper.client.ClientCommands;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The one command: the local stack and the client. */
@Command(
        name = "sandkeeper",
        synopsisSubcommandLabel = "<command>",
        description = "Sandkeeper: a local stack to try it, and a client to drive it.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Begin with:  ./sandkeeper up",
            "Then, in another terminal:  ./sandkeeper request --follow",
            "More about one:  ./sandkeeper <command> --help"
        })
public final class Sandkeeper implements Callable<Integer> {
    private Sandkeeper() {}

    /** Without a command. */
    @Override
    public Integer call() {
        line().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }

    public static void main(String[] arguments) {
        System.exit(line(arguments).execute(arguments));
    }

    /** Only the command that is meant is made: reading all of them takes longer than most run. */
    static CommandLine line(String... arguments) {
        var commands = commands();
        var line = new CommandLine(new Sandkeeper());
        var meant = arguments.length == 0 ? null : commands.get(arguments[0]);
        if (meant == null) {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        } else {
            line.addSubcommand(arguments[0], meant.get());
        }
        line.getSubcommands().values().forEach(Sandkeeper::withHelp);
        withHelp(line);
        ClientCommands.prepare(line);
        return line;
    }

    private static Map<String, Supplier<CommandLine>> commands() {
        var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
        commands.put("up", () -> new CommandLine(new UpCommand()));
        commands.putAll(ClientCommands.all());
        commands.put("warm-up", () -> new CommandLine(new WarmUpCommand()));
        commands.put("rehearse", () -> new CommandLine(new RehearseCommand()));
        return commands;
    }

    private static void withHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this.")
                                .build());
        line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    }
}
