package io.sandkeeper.bench.safekeeping;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.sandkeeper.bench.safekeeping.Told.Mouth;
import io.sandkeeper.bench.safekeeping.Told.Name;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * What anybody would write first: tar, hashed on its way, over HTTP into tar, between the same
 * folders of this machine. It neither lists, nor looks whether the files are there as they were.
 */
final class Peer implements AutoCloseable {
    private final Path from;
    private final Path folder;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param from the project's folder as this machine has it
     * @param folder where targets are made, on the same disk
     */
    Peer(Path from, Path folder) throws IOException {
        this.from = from;
        this.folder = Files.createDirectories(folder);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::unpack);
        server.start();
    }

    void round(Mouth mouth) throws Exception {
        timed(mouth, Name.PEER, this::send);
        timed(mouth, Name.TAR, this::pipe);
    }

    @FunctionalInterface
    private interface Way {
        void into(Path target) throws Exception;
    }

    private void timed(Mouth mouth, Name name, Way way) throws Exception {
        var target = Files.createTempDirectory(folder, "target");
        var begun = System.nanoTime();
        way.into(target);
        mouth.since(name, begun);
        ended(new ProcessBuilder("diff", "-r", from.toString(), target.toString()).start());
        ended(new ProcessBuilder("rm", "-rf", target.toString()).start());
    }

    private void pipe(Path target) throws Exception {
        for (var process : ProcessBuilder.startPipeline(List.of(packing(), unpacking(target)))) {
            ended(process);
        }
    }

    private void send(Path target) throws Exception {
        var packing = packing().start();
        var hashed =
                new DigestInputStream(
                        packing.getInputStream(), MessageDigest.getInstance("SHA-256"));
        var uri = URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
        var answer =
                client.send(
                        HttpRequest.newBuilder(uri.resolve(target.getFileName().toString()))
                                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> hashed))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        ended(packing);
        if (answer.statusCode() != 204) {
            throw new IOException("the other end answered " + answer.statusCode());
        }
    }

    private void unpack(HttpExchange exchange) throws IOException {
        try (exchange) {
            var name = Path.of(exchange.getRequestURI().getPath()).getFileName();
            var tar = unpacking(folder.resolve(name)).start();
            try (var out = tar.getOutputStream()) {
                exchange.getRequestBody().transferTo(out);
            }
            ended(tar);
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessBuilder packing() {
        return new ProcessBuilder("tar", "-C", from.toString(), "-cf", "-", ".");
    }

    private static ProcessBuilder unpacking(Path target) {
        return new ProcessBuilder("tar", "-C", target.toString(), "-xf", "-");
    }

    private static void ended(Process process) throws IOException, InterruptedException {
        var code = process.waitFor();
        if (code != 0) {
            throw new IOException(process.info().command().orElse("a process") + ": " + code);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
