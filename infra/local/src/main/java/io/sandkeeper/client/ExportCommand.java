package io.sandkeeper.client;

import io.sandkeeper.events.SessionId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;

@Command(name = "export", description = "Fetch the newest copy of a session's files as a zip file.")
final class ExportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "<session>", description = "The session's id.")
    @SuppressWarnings("NullAway.Init") // Required: set before the command is called.
    private SessionId session;

    @Option(
            names = "--to",
            paramLabel = "<file>",
            description = "Where to write it (default: <session>.zip). Nothing is overwritten.")
    private @Nullable Path to;

    @Option(
            names = "--worker",
            paramLabel = "<url>",
            defaultValue = "${env:SANDKEEPER_CLIENT_WORKER:-http://127.0.0.1:8080}",
            description =
                    "A worker's address (default: SANDKEEPER_CLIENT_WORKER, or http://127.0.0.1:8080).")
    private URI worker = URI.create("http://127.0.0.1:8080");

    @Override
    public Integer call() throws InterruptedException {
        var file = to == null ? Path.of(session.value().replaceAll("[^\\w.-]", "_") + ".zip") : to;
        if (Files.exists(file)) {
            throw new BadArguments(file + " exists; name another file with --to <file>.");
        }
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = client.send(request(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return written(answer.statusCode(), body, file);
            }
        } catch (IOException e) {
            throw new Unavailable(
                    "No worker answers at %s, or it broke off; start the stack with ./sandkeeper up, or name another with --worker <url>."
                            .formatted(worker));
        }
    }

    private HttpRequest request() {
        var name = URLEncoder.encode(session.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return HttpRequest.newBuilder(worker.resolve("/v1/sessions/" + name + "/archive.zip"))
                .build();
    }

    /** Under another name until it is whole. */
    private static int written(int status, InputStream body, Path file) throws IOException {
        if (status != 200) {
            System.err.println(new String(body.readNBytes(2_000), StandardCharsets.UTF_8).strip());
            return ExitCode.UNAVAILABLE;
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
        System.out.println(file + " " + Files.size(file) + " bytes");
        return ExitCode.DONE;
    }
}
