package io.sandkeeper.sandboxserver.envd.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a Content-Disposition. */
final class Disposition {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([a-zA-Z*]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]*))");

    private Disposition() {}

    static Optional<String> parameter(String header, String name) {
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            if (name.equalsIgnoreCase(matcher.group(1))) {
                String quoted = matcher.group(2);
                String plain = matcher.group(3);
                return Optional.of(
                        quoted == null
                                ? String.valueOf(plain)
                                : quoted.replaceAll("\\\\(.)", "$1"));
            }
        }
        return Optional.empty();
    }
}
