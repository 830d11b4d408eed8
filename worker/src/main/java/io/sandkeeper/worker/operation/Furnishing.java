package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.spec.Spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes a bare sandbox into what was asked for: it must run a command, then files or repository,
 * start command, and preview. READY means that all of it is in place, not that a create call was
 * answered.
 */
final class Furnishing {
    private final Daemon daemon;
    private final Spec spec;
    private final Profile profile;
    private final OperationSettings settings;
    private final Help help;

    Furnishing(Daemon daemon, Spec spec, Profile profile, OperationSettings settings, Help help) {
        this.daemon = daemon;
        this.spec = spec;
        this.profile = profile;
        this.settings = settings;
        this.help = help;
    }

    /**
     * What brings the files of a session that had a sandbox before, and who hears how far it is.
     */
    record Help(Restoration restoration, Progress progress) {}

    /**
     * @param previewSilent the preview port did not answer in the time it was given
     */
    record Furnished(boolean previewSilent, Restored restored) {}

    Answer<Furnished> run() {
        return proveThatItRuns()
                .then(_ -> help.restoration().into(daemon))
                .then(this::fill)
                .then(this::animate);
    }

    /**
     * What was brought is all that there was below the root, also what was removed there: the
     * request's own files do not come back.
     */
    private Answer<Restored> fill(Optional<Restored> brought) {
        return brought.isPresent()
                ? writeFiles(Furnishing::isAbsolute).then(_ -> new Answer.Done<>(brought.get()))
                : writeFiles(_ -> true)
                        .then(_ -> bringRepository())
                        .then(_ -> new Answer.Done<>(Restored.from(source())));
    }

    private Restored.Source source() {
        return spec.repository().isPresent()
                ? Restored.Source.REPOSITORY
                : Restored.Source.TEMPLATE;
    }

    private Answer<Furnished> animate(Restored restored) {
        help.progress().updating();
        return start().then(_ -> awaitPreview())
                .then(silent -> new Answer.Done<>(new Furnished(silent, restored)));
    }

    private Answer<Boolean> proveThatItRuns() {
        return command("true", Map.of(), settings.readiness(), "cannot run a command");
    }

    private static boolean isAbsolute(Spec.InitialFile file) {
        return file.path().startsWith("/");
    }

    private Answer<Boolean> writeFiles(Predicate<Spec.InitialFile> wanted) {
        for (var file : spec.files().stream().filter(wanted).toList()) {
            var path = isAbsolute(file) ? file.path() : settings.projectRoot() + "/" + file.path();
            if (!(daemon.write(path, file.content().bytes()) instanceof Answer.Done)) {
                return new Answer.Failed<>(new Failure.Transient("could not write " + path));
            }
        }
        return new Answer.Done<>(true);
    }

    /**
     * The values travel as environment variables: nothing of the request becomes part of a shell's
     * text.
     */
    private Answer<Boolean> bringRepository() {
        if (spec.repository().isEmpty()) {
            return new Answer.Done<>(true);
        }
        var repository = spec.repository().get();
        var variables = new LinkedHashMap<String, String>();
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("SANDKEEPER_URL", repository.url());
        variables.put("SANDKEEPER_ROOT", settings.projectRoot());
        repository.branch().ifPresent(branch -> variables.put("SANDKEEPER_BRANCH", branch));
        return command(CLONE, variables, settings.build(), "could not clone the repository");
    }

    /** Done twice it finds its own first work, and leaves it. */
    private static final String CLONE =
            """
            set -e
            if [ -d "$SANDKEEPER_ROOT/.git" ]; then exit 0; fi
            rm -rf "$SANDKEEPER_ROOT.cloning"
            git -c core.hooksPath=/dev/null clone --quiet ${SANDKEEPER_BRANCH:+--branch="$SANDKEEPER_BRANCH"} -- "$SANDKEEPER_URL" "$SANDKEEPER_ROOT.cloning"
            mkdir -p "$SANDKEEPER_ROOT"
            cp -a "$SANDKEEPER_ROOT.cloning/." "$SANDKEEPER_ROOT/"
            rm -rf "$SANDKEEPER_ROOT.cloning"
            """;

    /** The mark keeps a start command from being started twice by a creation that is done again. */
    private Answer<Boolean> start() {
        if (spec.startCommand().isEmpty()) {
            return new Answer.Done<>(true);
        }
        var first = daemon.run("mkdir /tmp/.sandkeeper-started", Map.of(), settings.readiness());
        return first.then(
                ended ->
                        ended.exitCode() == 0
                                ? daemon.start(startCommand(), spec.environment())
                                        .then(_ -> new Answer.Done<>(true))
                                : new Answer.Done<>(true));
    }

    private String startCommand() {
        return "cd "
                + quoted(settings.projectRoot())
                + " 2>/dev/null; "
                + spec.startCommand().orElse("true");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private Answer<Boolean> awaitPreview() {
        if (profile.previewPort().isEmpty()) {
            return new Answer.Done<>(false);
        }
        var variables =
                Map.of(
                        "SANDKEEPER_PORT", profile.previewPort().get().toString(),
                        "SANDKEEPER_SECONDS", Long.toString(settings.preview().toSeconds()));
        return daemon.run(AWAIT_PORT, variables, settings.preview().plus(Duration.ofSeconds(5)))
                .then(ended -> new Answer.Done<>(ended.exitCode() != 0));
    }

    /**
     * Asked from inside: what answers there answers outside too, and no URL of a request is
     * fetched.
     */
    private static final String AWAIT_PORT =
            """
            end=$((SECONDS + SANDKEEPER_SECONDS))
            while ! (exec 3<>/dev/tcp/127.0.0.1/$SANDKEEPER_PORT) 2>/dev/null; do
              [ $SECONDS -lt $end ] || exit 1
              sleep 0.1
            done
            """;

    private Answer<Boolean> command(
            String text, Map<String, String> variables, Duration limit, String otherwise) {
        return daemon.run(text, variables, limit)
                .then(
                        ended ->
                                ended.exitCode() == 0
                                        ? new Answer.Done<>(true)
                                        : new Answer.Failed<>(
                                                new Failure.Transient(
                                                        otherwise
                                                                + ": exit code "
                                                                + ended.exitCode())));
    }
}
