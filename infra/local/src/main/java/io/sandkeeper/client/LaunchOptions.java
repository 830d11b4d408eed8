package io.sandkeeper.client;

import io.sandkeeper.events.BranchName;
import io.sandkeeper.events.Environment;
import io.sandkeeper.events.FileContent;
import io.sandkeeper.events.FilePath;
import io.sandkeeper.events.GitUrl;
import io.sandkeeper.events.InitialFiles;
import io.sandkeeper.events.InlineFile;
import io.sandkeeper.events.Launch;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a new sandbox starts with. */
final class LaunchOptions {
    @Option(
            names = "--start",
            paramLabel = "<command>",
            description = "Run this in the project's folder when the files are there.")
    private @Nullable String start;

    @Option(
            names = "--env",
            paramLabel = "<name[=value]>",
            description = "A variable; without a value it is taken from your own environment.")
    private List<String> variables = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "<file>",
            description = "Variables, one name=value per line.")
    private @Nullable Path variablesFile;

    @Option(
            names = "--file",
            paramLabel = "<path[=local]>",
            description = "A small file to begin with; src/app.js=./app.js puts app.js there.")
    private List<String> files = List.of();

    @Option(
            names = "--git",
            paramLabel = "<url>",
            description = "A git repository to begin with, instead of files.")
    private @Nullable GitUrl repository;

    @Option(names = "--branch", paramLabel = "<name>", description = "Its branch.")
    private @Nullable BranchName branch;

    Launch launch() {
        return new Launch(start, environment(), initialFiles());
    }

    private Environment environment() {
        var values = new LinkedHashMap<String, String>();
        if (variablesFile != null) {
            text(variablesFile)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> put(values, line));
        }
        variables.forEach(variable -> put(values, variable));
        return values.isEmpty() ? Environment.EMPTY : new Environment(values);
    }

    private static void put(Map<String, String> values, String variable) {
        var equals = variable.indexOf('=');
        if (equals >= 0) {
            values.put(variable.substring(0, equals), variable.substring(equals + 1));
            return;
        }
        var own = System.getenv(variable);
        if (own == null) {
            throw new BadArguments(
                    "--env %s: there is no such variable here; write --env %s=<value>."
                            .formatted(variable, variable));
        }
        values.put(variable, own);
    }

    private @Nullable InitialFiles initialFiles() {
        if (repository != null) {
            if (!files.isEmpty()) {
                throw new BadArguments("Choose one: --git or --file.");
            }
            return new InitialFiles.Repository(repository, branch);
        }
        if (branch != null) {
            throw new BadArguments("--branch needs --git <url>.");
        }
        return files.isEmpty()
                ? null
                : new InitialFiles.Inline(files.stream().map(LaunchOptions::inline).toList());
    }

    private static InlineFile inline(String option) {
        var equals = option.indexOf('=');
        var path = equals < 0 ? option : option.substring(0, equals);
        var local = Path.of(equals < 0 ? option : option.substring(equals + 1));
        try {
            return new InlineFile(
                    new FilePath(path), content(bytes(local)), Files.isExecutable(local));
        } catch (IllegalArgumentException notAllowed) {
            throw new BadArguments(
                    "--file %s: the path is taken below the project's folder; write --file <path>=%s."
                            .formatted(option, local));
        }
    }

    private static FileContent content(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new FileContent.Text(text.toString());
        } catch (CharacterCodingException binary) {
            return new FileContent.Binary(Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new BadArguments("%s cannot be read; give a file that exists.".formatted(file));
        }
    }
}
