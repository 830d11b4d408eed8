package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a request on the one port wants to go. */
sealed interface Destination {
    /** The control plane of a region. */
    record Control(String region, String path) implements Destination {}

    /** A port of a sandbox. */
    record Port(SandboxId sandbox, int port, String path) implements Destination {}

    /** A file of the sandbox whose token signed the request. */
    record SignedFile() implements Destination {}

    /** Nowhere, and why. */
    record Nowhere(String why) implements Destination {}

    Pattern LABEL = Pattern.compile("(\\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)\\..*");
    Pattern REGION = Pattern.compile("/regions/([a-z0-9-]+)(/.*)?");
    int MOST_PORTS = 65_535;

    static Destination of(Request request) {
        Optional<String> id = request.headers().first("E2b-Sandbox-Id");
        Optional<String> port = request.headers().first("E2b-Sandbox-Port");
        if (id.isPresent() || port.isPresent()) {
            if (id.isEmpty() || port.isEmpty()) {
                return new Nowhere("Only one of the headers E2b-Sandbox-Id and E2b-Sandbox-Port");
            }
            return port(id.get(), port.get(), withoutRegion(request.path()));
        }
        Matcher label = LABEL.matcher(request.headers().first("Host").orElse(""));
        if (label.matches()) {
            return port(label.group(2), label.group(1), request.path());
        }
        Matcher region = REGION.matcher(request.path());
        String name = region.matches() ? region.group(1) : "";
        String path = withoutRegion(request.path());
        return path.equals("/files") ? new SignedFile() : new Control(name, path);
    }

    private static Destination port(String id, String port, String path) {
        Optional<SandboxId> sandbox = SandboxId.parse(id);
        if (sandbox.isEmpty()) {
            return new Nowhere("Invalid sandbox ID");
        }
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= MOST_PORTS) {
                return new Port(sandbox.get(), number, path);
            }
        } catch (NumberFormatException malformed) {
            return new Nowhere("Invalid sandbox port");
        }
        return new Nowhere("Invalid sandbox port");
    }

    private static String withoutRegion(String path) {
        Matcher region = REGION.matcher(path);
        if (!region.matches()) {
            return path;
        }
        String rest = region.group(2);
        return rest == null ? "/" : rest;
    }
}
