package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Blueprint;
import io.sandkeeper.sandboxserver.sandbox.Keep;
import io.sandkeeper.sandboxserver.sandbox.Wishes;
import io.sandkeeper.sandboxserver.template.Template;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the body of a create call. */
final class NewSandbox {
    private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]+");

    private NewSandbox() {}

    static Blueprint read(Body body, String region, Template template, Duration usualTimeout) {
        Duration timeout = body.timeout("timeout").orElse(usualTimeout);
        if (!body.objects("volumeMounts").isEmpty()) {
            throw InvalidRequest.notOffered("volumes");
        }
        Map<String, String> environment = body.textMap("envVars");
        environment.forEach(NewSandbox::checkVariable);
        return new Blueprint(
                region,
                template,
                body.textMap("metadata"),
                environment,
                wishes(body, timeout),
                NetworkRules.ofCreation(body),
                timeout);
    }

    /** What no process could be started with. */
    private static void checkVariable(String name, String value) {
        if (!VARIABLE.matcher(name).matches() || value.indexOf('\0') >= 0) {
            throw InvalidRequest.because("Invalid environment variable: " + name);
        }
    }

    private static Wishes wishes(Body body, Duration timeout) {
        boolean pause = body.flag("autoPause").orElse(false);
        boolean memory = body.flag("autoPauseMemory").orElse(true);
        boolean resume =
                body.object("autoResume").flatMap(object -> object.flag("enabled")).orElse(false);
        if (!memory && !pause) {
            throw InvalidRequest.because(
                    "autoPauseMemory can be false only together with autoPause");
        }
        if (!memory && resume) {
            throw InvalidRequest.because(
                    "autoResume is not possible when a pause keeps the file system only");
        }
        Optional<Keep> keep =
                pause ? Optional.of(memory ? Keep.MEMORY : Keep.FILES) : Optional.empty();
        return new Wishes(keep, resume, timeout);
    }
}
