package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.HttpLimits;
import io.sandkeeper.sandboxserver.http.HttpServer;
import io.sandkeeper.sandboxserver.sandbox.FakeMachine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@DisplayName("A webhook")
@Timeout(30)
class WebhooksTest {
    private static final String SECRET = "a secret";

    private final HttpServer receiver = new HttpServer(HttpLimits.USUAL, InstantSource.system());
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private SandboxServer server;
    private Client client;
    private String url = "";

    private record Received(Headers headers, String body) {
        String header(String name) {
            return headers.first(name).orElse("");
        }
    }

    @BeforeEach
    void start(@TempDir Path data) throws IOException {
        var socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var address = (InetSocketAddress) socket.getLocalAddress();
        url = "http://127.0.0.1:" + address.getPort() + "/hook";
        receiver.serve(socket, this::receive);
        server =
                SandboxServer.start(
                        Options.usual().withPort(0).withData(data),
                        _ -> new FakeMachine(),
                        new StubDaemon());
        client = new Client(server.uri(), server.apiKey());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        receiver.close();
    }

    private void receive(Exchange exchange) throws IOException {
        String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(exchange.request().headers(), body));
        exchange.answer(200, new Headers(), new byte[0]);
    }

    private Received next() throws InterruptedException {
        return Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    private String register(String type) throws Exception {
        Client.Reply reply =
                client.post(
                        "/events/webhooks",
                        """
                        {"name":"mine","url":"%s","enabled":true,"events":["sandbox.lifecycle.%s"],"signatureSecret":"%s"}
                        """
                                .formatted(url, type, SECRET));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.text()).doesNotContain(SECRET);
        return reply.json().path("id").asString();
    }

    @Test
    @DisplayName("gets the events that it wants, signed")
    void getsEvents() throws Exception {
        String hook = register("paused");
        String id = client.create();
        client.post("/sandboxes/" + id + "/pause", "");

        Received delivery = next();

        assertThat(delivery.body())
                .contains("\"type\":\"sandbox.lifecycle.paused\"", "\"sandboxId\":\"" + id + "\"");
        assertThat(delivery.header("e2b-webhook-id")).isEqualTo(hook);
        assertThat(delivery.header("e2b-signature-version")).isEqualTo("v1");
        byte[] signed = (SECRET + delivery.body()).getBytes(StandardCharsets.UTF_8);
        assertThat(delivery.header("e2b-signature"))
                .isEqualTo(
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(
                                        MessageDigest.getInstance("SHA-256").digest(signed)));
        assertThat(received).isEmpty();
        JsonNode deliveries = deliveries(hook, 1);
        assertThat(deliveries.get(0).path("deliveryStatus").asString()).isEqualTo("success");
        assertThat(client.get("/events/webhooks/" + hook + "/stats").json().path("success").asInt())
                .isEqualTo(1);
    }

    /** The receiver may be asked before its answer was noted. */
    private JsonNode deliveries(String hook, int count) throws Exception {
        while (true) {
            JsonNode data =
                    client.get("/events/webhooks/" + hook + "/deliveries").json().path("data");
            if (data.size() >= count) {
                return data;
            }
        }
    }

    @Test
    @DisplayName("can be listed, changed and removed")
    void isManaged() throws Exception {
        String hook = register("created");
        String path = "/events/webhooks/" + hook;

        assertThat(client.get("/events/webhooks").json()).hasSize(1);
        assertThat(
                        client.send("PATCH", path, "{\"enabled\":false}")
                                .json()
                                .path("enabled")
                                .asBoolean())
                .isFalse();
        client.create();
        assertThat(client.get(path).json().path("name").asString()).isEqualTo("mine");
        assertThat(client.delete(path).status()).isEqualTo(200);
        assertThat(client.get(path).status()).isEqualTo(404);
        assertThat(received).isEmpty();
        assertThat(client.post("/events/webhooks", "{\"name\":\"x\"}").status()).isEqualTo(400);
    }
}
