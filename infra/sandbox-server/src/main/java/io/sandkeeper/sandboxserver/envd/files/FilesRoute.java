package io.sandkeeper.sandboxserver.envd.files;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The daemon's {@code /files}: reads, writes and joins files over HTTP. */
public final class FilesRoute {
    private static final int LARGEST_COMPOSITION = 1 << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .changeDefaultPropertyInclusion(
                            value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private final InstantSource time;

    public FilesRoute(InstantSource time) {
        this.time = time;
    }

    record Composition(
            @Nullable List<String> source_paths,
            @Nullable String destination,
            @Nullable String username) {}

    public void handle(Guest guest, Exchange exchange) throws IOException {
        try {
            answer(guest, exchange);
        } catch (FileProblem problem) {
            if (exchange.answered()) {
                throw problem;
            }
            exchange.answer(
                    problem.status(),
                    Headers.of("Content-Type", "application/json; charset=utf-8"),
                    JSON.writeValueAsBytes(
                            Map.of(
                                    "code",
                                    problem.status(),
                                    "message",
                                    String.valueOf(problem.getMessage()))));
        }
    }

    /** Whether the request was signed with the sandbox's token, be it in time or not. */
    public boolean signs(Guest guest, Request request) {
        Parameters parameters = Parameters.of(request.query());
        return parameters
                .find("signature")
                .filter(
                        offered ->
                                FileSignature.of(request.method(), parameters)
                                        .isValid(offered, guest.accessToken()))
                .isPresent();
    }

    private void answer(Guest guest, Exchange exchange) throws IOException {
        Request request = exchange.request();
        Parameters parameters = Parameters.of(request.query());
        FileTree files = guest.cell().files();
        switch (request.method() + " " + request.path()) {
            case "GET /files", "HEAD /files" -> {
                check(guest, request, parameters);
                FileUser user = FileUser.named(parameters.get("username"));
                new Download(exchange, user.resolve(parameters.get("path"))).from(files);
            }
            case "POST /files" -> {
                check(guest, request, parameters);
                FileUser user = FileUser.named(parameters.get("username"));
                var upload = new Upload(files, user, FileMetadata.of(request.headers()));
                ok(exchange, upload.from(request, exchange.body(), parameters.find("path")));
            }
            case "POST /files/compose" -> {
                checkToken(guest, request);
                compose(files, exchange);
            }
            default -> throw new FileProblem(405, "method not allowed");
        }
    }

    private static void ok(Exchange exchange, Object body) throws IOException {
        exchange.answer(
                200,
                Headers.of("Content-Type", "application/json; charset=utf-8"),
                JSON.writeValueAsBytes(body));
    }

    private void check(Guest guest, Request request, Parameters parameters) throws FileProblem {
        if (hasToken(guest, request)) {
            return;
        }
        Optional<String> offered = parameters.find("signature");
        if (offered.isEmpty()) {
            throw new FileProblem(401, "missing signature query parameter");
        }
        FileSignature signature = FileSignature.of(request.method(), parameters);
        if (!signature.isValid(offered.get(), guest.accessToken())) {
            throw new FileProblem(401, "invalid signature");
        }
        if (signature.isExpired(time.instant())) {
            throw new FileProblem(401, "signature is already expired");
        }
    }

    private static void checkToken(Guest guest, Request request) throws FileProblem {
        if (!hasToken(guest, request)) {
            throw new FileProblem(401, "unauthorized access, please provide a valid access token");
        }
    }

    private static boolean hasToken(Guest guest, Request request) {
        return request.headers()
                .first("X-Access-Token")
                .filter(
                        token ->
                                MessageDigest.isEqual(
                                        token.getBytes(StandardCharsets.UTF_8),
                                        guest.accessToken().getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private static void compose(FileTree files, Exchange exchange) throws IOException {
        Composition composition;
        try {
            composition =
                    JSON.readValue(
                            exchange.body().readNBytes(LARGEST_COMPOSITION), Composition.class);
        } catch (JacksonException malformed) {
            throw new FileProblem(400, "malformed body: " + malformed.getOriginalMessage());
        }
        List<String> sources = composition.source_paths();
        String destination = composition.destination();
        if (sources == null || sources.isEmpty() || destination == null || destination.isEmpty()) {
            throw new FileProblem(400, "source_paths and destination are required");
        }
        String name = composition.username();
        FileUser user = FileUser.named(name == null ? "" : name);
        ok(exchange, new Upload(files, user, Map.of()).compose(sources, destination));
    }
}
