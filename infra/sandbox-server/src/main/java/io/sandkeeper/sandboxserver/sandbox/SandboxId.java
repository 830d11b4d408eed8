package io.sandkeeper.sandboxserver.sandbox;

import java.util.Optional;
import java.util.regex.Pattern;

/** A sandbox's id: lower-case letters and digits, so that it can be a label of a host name. */
public record SandboxId(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,63}");

    public SandboxId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a sandbox id: " + text);
        }
    }

    /** Understands the older composite form too, {@code id-client}; more dashes are nobody's id. */
    public static Optional<SandboxId> parse(String text) {
        int dash = text.indexOf('-');
        boolean composite = dash > 0 && text.indexOf('-', dash + 1) < 0;
        String id = composite ? text.substring(0, dash) : text;
        return FORM.matcher(id).matches() ? Optional.of(new SandboxId(id)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
