package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

@DisplayName("Clients who race for one sandbox on a real machine")
@Timeout(60)
class RaceOnMachineTest {
    private static final int ROUNDS = 30;

    private record Wish(String method, String rest, String body) {}

    private static final List<Wish> WISHES =
            List.of(
                    new Wish("POST", "/pause", "{}"),
                    new Wish("POST", "/pause", "{\"memory\":false}"),
                    new Wish("POST", "/connect", "{\"timeout\":60}"),
                    new Wish("POST", "/timeout", "{\"timeout\":0}"),
                    new Wish("DELETE", "", ""));

    @Test
    @DisplayName("get answers that the protocol allows, and leave nothing behind")
    void race(@TempDir Path data) throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (var server = SandboxServer.start(Options.usual().withPort(0).withData(data));
                var client = new Client(server.uri(), server.apiKey())) {
            for (int round = 0; round < ROUNDS; round++) {
                String id = client.create();
                var wishes = new ArrayList<Wish>();
                for (int i = 0; i < 5; i++) {
                    wishes.add(WISHES.get(random.nextInt(WISHES.size())));
                }

                List<Integer> statuses = race(client, "/sandboxes/" + id, wishes);

                String where = "seed %d, round %d: %s %s".formatted(seed, round, wishes, statuses);
                assertThat(statuses).as(where).hasSize(5).isSubsetOf(200, 201, 204, 404, 409);
                assertThat(client.delete("/sandboxes/" + id).status()).as(where).isIn(204, 404);
                assertThat(client.get("/v2/sandboxes").json()).as(where).isEmpty();
                try (Stream<Path> folders = Files.list(data.resolve("sandboxes"))) {
                    assertThat(folders).as(where).isEmpty();
                }
            }
        }
    }

    private static List<Integer> race(Client client, String path, List<Wish> wishes)
            throws InterruptedException {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        var threads = new ArrayList<Thread>();
        for (Wish wish : wishes) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            statuses.add(
                                                    client.send(
                                                                    wish.method(),
                                                                    path + wish.rest(),
                                                                    wish.body())
                                                            .status());
                                        } catch (Exception broken) {
                                            statuses.add(0);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return statuses;
    }
}
