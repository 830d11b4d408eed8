package io.sandkeeper.local.stack;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be started, and which real parts are used instead of our own.
 *
 * @param workers how many
 * @param partitions of each topic that sessions are spread over
 * @param kafka a real broker's host:port
 * @param mongodb a real store's connection string
 * @param cloud a real provider of sandboxes
 * @param internet whether the local server's sandboxes may reach it
 */
public record Plan(
        int workers,
        int partitions,
        Ports ports,
        Optional<String> kafka,
        Optional<String> mongodb,
        Optional<Cloud> cloud,
        boolean internet) {

    /** An E2B-compatible control plane. Its key is never shown. */
    public record Cloud(URI address, String key) {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** The ports that we need. */
    public List<PortNeed> portsNeeded() {
        var needed = new ArrayList<PortNeed>();
        if (kafka.isEmpty()) {
            needed.add(new PortNeed("kafka", ports.kafka(), "--port-kafka"));
        }
        if (mongodb.isEmpty()) {
            needed.add(new PortNeed("mongodb", ports.mongodb(), "--port-mongodb"));
        }
        if (cloud.isEmpty()) {
            needed.add(new PortNeed("sandboxes", ports.sandboxes(), "--port-sandboxes"));
        }
        for (int number = 1; number <= workers; number++) {
            var port = ports.worker() + number - 1;
            needed.add(new PortNeed("worker " + number, port, "--port-worker"));
        }
        return needed;
    }

    public String bootstrapServers() {
        return kafka.orElse("127.0.0.1:" + ports.kafka());
    }

    String mongodbUri() {
        return mongodb.orElse("mongodb://127.0.0.1:" + ports.mongodb() + "/");
    }

    URI sandboxes() {
        return cloud.map(Cloud::address)
                .orElseGet(() -> URI.create("http://127.0.0.1:" + ports.sandboxes()));
    }

    /** The HTTP address of a worker, counted from 1. */
    public URI worker(int number) {
        return URI.create("http://127.0.0.1:" + (ports.worker() + number - 1));
    }
}
