package io.sandkeeper.sandboxserver.envd;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.http.Headers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who a caller wants to be in the sandbox. Basic authentication names the user and proves nothing.
 */
final class Users {
    static final String DEFAULT = "user";

    private Users() {}

    static String of(Headers headers) throws Fault {
        var authorization = headers.first("Authorization");
        if (authorization.isEmpty() || !authorization.get().startsWith("Basic ")) {
            return DEFAULT;
        }
        try {
            var decoded = Base64.getDecoder().decode(authorization.get().substring(6).strip());
            var name = new String(decoded, StandardCharsets.UTF_8).split(":", 2)[0];
            return known(name.isEmpty() ? DEFAULT : name);
        } catch (IllegalArgumentException _) {
            throw new Fault(
                    Code.UNAUTHENTICATED, "the Authorization header is not Basic authentication");
        }
    }

    static String known(String name) throws Fault {
        if (name.equals(DEFAULT) || name.equals("root")) {
            return name;
        }
        throw new Fault(Code.UNAUTHENTICATED, "invalid username: '%s'".formatted(name));
    }
}
