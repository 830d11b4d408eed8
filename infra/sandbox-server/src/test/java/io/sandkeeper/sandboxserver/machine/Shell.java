package io.sandkeeper.sandboxserver.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs shell text in a cell and waits for what it says. */
record Shell(Cell cell, String user) {
    record Said(String output, String error, CellProcess.Exit exit) {}

    static Command command(String user, boolean stdin, String text) {
        return new Command(
                List.of("/bin/bash", "-c", text),
                Map.of(
                        "PATH",
                        Launches.DEFAULT_PATH,
                        "HOME",
                        user.equals("root") ? "/root" : "/home/user"),
                user.equals("root") ? "/root" : "/home/user",
                user,
                stdin,
                Optional.empty());
    }

    Said run(String text) throws IOException, InterruptedException {
        CellProcess process = cell.run(command(user, false, text));
        String output = read(process.output());
        String error = read(process.error());
        return new Said(output.strip(), error.strip(), process.await());
    }

    String output(String text) throws IOException, InterruptedException {
        return run(text).output();
    }

    /** Starts something that goes on, once it has said a line. */
    Running start(String text) throws IOException {
        CellProcess process = cell.run(command(user, true, text));
        var lines =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
        return new Running(process, lines, lines.readLine());
    }

    record Running(CellProcess process, BufferedReader lines, String first) {
        String ask(String line) throws IOException {
            process.input().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return lines.readLine();
        }
    }

    private static String read(java.io.InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
