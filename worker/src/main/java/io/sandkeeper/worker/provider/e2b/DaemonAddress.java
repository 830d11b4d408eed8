package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.session.SandboxId;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a sandbox's daemon answers. The domain that an answer names is not used: files and tokens
 * go only to where we were configured to send them.
 */
final class DaemonAddress {
    private static final int PORT = 49983;

    private final String base;
    private final Map<String, String> headers;

    private DaemonAddress(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    static DaemonAddress of(E2bSettings settings, Made sandbox) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("User-Agent", "sandkeeper");
        sandbox.token().ifPresent(token -> headers.put("X-Access-Token", token));
        if (settings.sandboxUrl().isEmpty()) {
            return new DaemonAddress(host(settings, sandbox.sandbox(), PORT), headers);
        }
        headers.put("E2b-Sandbox-Id", checked(sandbox.sandbox()));
        headers.put("E2b-Sandbox-Port", Integer.toString(PORT));
        return new DaemonAddress(settings.sandboxUrl().get().toString(), headers);
    }

    static String host(E2bSettings settings, SandboxId sandbox, int port) {
        return "%s://%d-%s.%s"
                .formatted(settings.scheme(), port, checked(sandbox), settings.domain());
    }

    HttpRequest.Builder request(String target) {
        var request = HttpRequest.newBuilder(URI.create(base + target));
        headers.forEach(request::header);
        return request;
    }

    HttpRequest.Builder file(String path) {
        var encoded = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
        return request(Call.READ.path() + "?path=" + encoded);
    }

    private static String checked(SandboxId sandbox) {
        if (!Known.isId(sandbox.value())) {
            throw new IllegalArgumentException("not an id that a sandbox can have");
        }
        return sandbox.value();
    }

    @Override
    public String toString() {
        return "DaemonAddress[" + base + "]";
    }
}
