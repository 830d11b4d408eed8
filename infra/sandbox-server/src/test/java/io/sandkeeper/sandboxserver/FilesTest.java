package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.envd.files.FilesRoute;
import io.sandkeeper.sandboxserver.front.Daemon;
import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.machine.Machines;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

@DisplayName("Files over HTTP")
class FilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static SandboxServer server;
    private static HttpClient http;
    private static String id = "";
    private static String token = "";
    private static Path home;

    /** The daemon's files alone. */
    private static final class FilesOnly implements Daemon {
        private final FilesRoute files = new FilesRoute(InstantSource.system());

        @Override
        public void handle(Guest guest, Exchange exchange) throws IOException {
            files.handle(guest, exchange);
        }

        @Override
        public boolean signs(Guest guest, Request request) {
            return files.signs(guest, request);
        }

        @Override
        public void forget(Guest guest) {
            // Files are all it knows.
        }
    }

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server =
                SandboxServer.start(
                        Options.usual().withPort(0).withData(data),
                        Machines::open,
                        new FilesOnly());
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (var client = new Client(server.uri(), server.apiKey())) {
            JsonNode sandbox = client.post("/v2/sandboxes", "{\"templateID\":\"base\"}").json();
            id = sandbox.path("sandboxID").asString();
            token = sandbox.path("envdAccessToken").asString();
        }
        home = data.resolve("sandboxes").resolve(id).resolve("home/user");
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    private static HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(server.uri() + "/files" + query))
                .header("E2b-Sandbox-Id", id)
                .header("E2b-Sandbox-Port", "49983");
    }

    private static HttpRequest.Builder trusted(String query) {
        return request(query).header("X-Access-Token", token);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> write(String path, byte[] content) throws Exception {
        return send(
                trusted("?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    private static HttpResponse<byte[]> form(String query, String text) throws Exception {
        return send(
                trusted(query)
                        .header("Content-Type", "multipart/form-data; boundary=XX")
                        .POST(HttpRequest.BodyPublishers.ofString(text.replace("\n", "\r\n"))));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("are written with their folders and read back, wherever the path leads")
    void writesAndReads() throws Exception {
        HttpResponse<byte[]> written = write("deep/er/a.txt", bytes("hello"));

        assertThat(written.statusCode()).as(text(written)).isEqualTo(200);
        assertThat(JSON.readTree(written.body()))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"path\":\"/home/user/deep/er/a.txt\",\"name\":\"a.txt\",\"type\":\"file\"}]"));
        assertThat(home.resolve("deep/er/a.txt")).hasContent("hello");
        for (String path :
                new String[] {
                    "deep/er/a.txt", "~/deep/er/a.txt", "/home/user/deep/../deep/er/a.txt"
                }) {
            HttpResponse<byte[]> read = send(trusted("?path=" + path));
            assertThat(text(read)).as(path).isEqualTo("hello");
            assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(5);
            assertThat(read.headers().firstValue("Content-Disposition"))
                    .hasValue("inline; filename=\"a.txt\"");
        }
    }

    @Test
    @DisplayName("of another user lie in that one's home")
    void otherUser() throws Exception {
        HttpResponse<byte[]> written =
                send(
                        trusted("?path=b.txt&username=root")
                                .header("Content-Type", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(text(written)).contains("\"path\":\"/root/b.txt\"");
        assertThat(send(trusted("?path=b.txt&username=nobody-here")).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("come as a form too, whose file names carry folders")
    void forms() throws Exception {
        HttpResponse<byte[]> written =
                form(
                        "",
                        """
                        --XX
                        Content-Disposition: form-data; name="file"; filename="f/1.txt"
                        Content-Type: text/plain

                        one
                        --XX
                        Content-Disposition: form-data; name="other"

                        ignored
                        --XX
                        Content-Disposition: form-data; name="file"; filename="/tmp/2.txt"

                        two
                        --X
                        --XX--
                        """);

        assertThat(written.statusCode()).as(text(written)).isEqualTo(200);
        assertThat(JSON.readTree(written.body()).get(0).path("path").asString())
                .isEqualTo("/home/user/f/1.txt");
        assertThat(JSON.readTree(written.body()).get(1).path("path").asString())
                .isEqualTo("/tmp/2.txt");
        assertThat(text(send(trusted("?path=/tmp/2.txt")))).isEqualTo("two\r\n--X");
    }

    @Test
    @DisplayName("of any size and content survive a form")
    void largeForms() throws Exception {
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        var body = new ByteArrayOutputStream();
        body.write(
                bytes(
                        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big\"\r\n\r\n"));
        body.write(content);
        body.write(bytes("\r\n--XX--\r\n"));

        send(
                trusted("?path=big.bin")
                        .header("Content-Type", "multipart/form-data; boundary=\"XX\"")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(body.toByteArray()))));

        assertThat(send(trusted("?path=big.bin")).body()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no delimiter at all",
                "--XX\nno colon\n\nx\n--XX--\n",
                "--XX\nContent-Disposition: form-data; name=\"file\"; filename=\"t\"\n\nunended"
            })
    @DisplayName("are refused when the form is malformed")
    void malformedForms(String text) throws Exception {
        assertThat(form("?path=x", text).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("may not be written twice by one form")
    void twice() throws Exception {
        String part =
                "--XX\nContent-Disposition: form-data; name=\"file\"; filename=\"t.txt\"\n\nx\n";

        assertThat(form("", part + part + "--XX--\n").statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("are squeezed in both directions when asked")
    void gzip() throws Exception {
        var squeezed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(squeezed)) {
            out.write(bytes("squeezed"));
        }
        send(
                trusted("?path=z.txt")
                        .header("Content-Type", "application/octet-stream")
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(squeezed.toByteArray())));

        HttpResponse<byte[]> read = send(trusted("?path=z.txt").header("Accept-Encoding", "gzip"));

        assertThat(read.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(read.body())).readAllBytes())
                .isEqualTo(bytes("squeezed"));
        assertThat(
                        send(trusted("?path=z.txt").header("Accept-Encoding", "br, identity;q=0"))
                                .statusCode())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-1,206,01",
        "bytes=8-,206,89",
        "bytes=-3,206,789",
        "bytes=4-100,206,456789",
        "bytes=0-1;2-3,200,0123456789"
    })
    @DisplayName("are read in part")
    void ranges(String range, int status, String content) throws Exception {
        write("digits", bytes("0123456789"));

        HttpResponse<byte[]> read =
                send(trusted("?path=digits").header("Range", range.replace(';', ',')));

        assertThat(read.statusCode()).isEqualTo(status);
        assertThat(text(read)).isEqualTo(content);
    }

    @Test
    @DisplayName("are not read where they do not reach, nor again when nothing changed")
    void conditions() throws Exception {
        write("digits", bytes("0123456789"));
        String modified =
                send(trusted("?path=digits")).headers().firstValue("Last-Modified").orElseThrow();

        assertThat(send(trusted("?path=digits").header("Range", "bytes=10-")).statusCode())
                .isEqualTo(416);
        assertThat(send(trusted("?path=digits").header("If-Modified-Since", modified)).statusCode())
                .isEqualTo(304);
    }

    @Test
    @DisplayName("carry what was noted about them until they are written again")
    void metadata() throws Exception {
        HttpResponse<byte[]> noted =
                send(
                        trusted("?path=m.txt")
                                .header("Content-Type", "application/octet-stream")
                                .header("X-Metadata-Author", "me")
                                .POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(JSON.readTree(noted.body()).get(0).path("metadata").path("author").asString())
                .isEqualTo("me");
        assertThat(JSON.readTree(write("m.txt", bytes("y")).body()).get(0).has("metadata"))
                .isFalse();
        assertThat(
                        send(trusted("?path=m.txt")
                                        .header("Content-Type", "application/octet-stream")
                                        .header("X-Metadata-" + "k".repeat(250), "v")
                                        .POST(HttpRequest.BodyPublishers.ofString("x")))
                                .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "?path=missing,404",
        "?path=/home/user,400",
        "?path=~other/x,400",
        "?path=a%00b,400",
        "?path=,400",
        "?path=/../../../../etc/shadow-,404",
        "?path=/dev/null,400"
    })
    @DisplayName("that cannot be read say why")
    void refuses(String query, int status) throws Exception {
        HttpResponse<byte[]> read = send(trusted(query));

        assertThat(read.statusCode()).as(text(read)).isEqualTo(status);
        assertThat(JSON.readTree(read.body()).path("code").asInt()).isEqualTo(status);
    }

    @Test
    @DisplayName("are not written over a folder, nor from a body of another kind")
    void refusesToWrite() throws Exception {
        assertThat(write("/home/user", bytes("x")).statusCode()).isEqualTo(400);
        assertThat(
                        send(trusted("?path=a")
                                        .header("Content-Type", "text/plain")
                                        .POST(HttpRequest.BodyPublishers.ofString("x")))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("outside of the sandbox are out of reach, by dots and by links")
    void cannotEscape(@TempDir Path outside) throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "of the host");
        Files.createSymbolicLink(home.resolve("leak"), secret);
        Files.createSymbolicLink(home.resolve("way"), outside);

        assertThat(send(trusted("?path=leak")).statusCode()).isEqualTo(404);
        assertThat(send(trusted("?path=way/secret")).statusCode()).isEqualTo(404);
        assertThat(send(trusted("?path=../../../.." + secret)).statusCode()).isEqualTo(404);
        write("leak", bytes("changed"));
        assertThat(secret).hasContent("of the host");
    }

    @Test
    @DisplayName("are joined, and the parts are gone")
    void composes() throws Exception {
        write("p1", bytes("one"));
        write("p2", bytes("two"));

        HttpResponse<byte[]> joined =
                send(
                        trusted("/compose")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"source_paths\":[\"p1\",\"p2\"],\"destination\":\"whole\"}")));

        assertThat(joined.statusCode()).as(text(joined)).isEqualTo(200);
        assertThat(text(send(trusted("?path=whole")))).isEqualTo("onetwo");
        assertThat(send(trusted("?path=p1")).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("are for those with the token or a signature that is in time")
    void signatures() throws Exception {
        write("hello.txt", bytes("signed"));
        long soon = Instant.now().getEpochSecond() + 60;

        assertThat(send(request("?path=hello.txt")).statusCode()).isEqualTo(401);
        assertThat(text(send(request(signed("read", ""))))).isEqualTo("signed");
        assertThat(text(send(request(signed("read", String.valueOf(soon)))))).isEqualTo("signed");
        assertThat(JSON.readTree(send(request(signed("read", "1000"))).body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"code\":401,\"message\":\"signature is already expired\"}"));
        assertThat(send(request(signed("write", ""))).statusCode()).isEqualTo(401);
        HttpResponse<byte[]> withoutSandbox =
                send(
                        HttpRequest.newBuilder(
                                URI.create(server.uri() + "/files" + signed("read", ""))));
        assertThat(text(withoutSandbox)).isEqualTo("signed");
    }

    private static String signed(String operation, String expiration) throws Exception {
        String signature = signature("hello.txt", operation, "user", token, expiration);
        return "?path=hello.txt&username=user&signature="
                + URLEncoder.encode(signature, StandardCharsets.UTF_8)
                + (expiration.isEmpty() ? "" : "&signature_expiration=" + expiration);
    }

    private static String signature(
            String path, String operation, String user, String secret, String expiration)
            throws Exception {
        String text =
                String.join(":", path, operation, user, secret)
                        + (expiration.isEmpty() ? "" : ":" + expiration);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(text));
        return "v1_" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }
}
