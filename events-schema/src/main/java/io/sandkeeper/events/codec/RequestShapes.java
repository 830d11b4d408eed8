package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.SessionRequest.*;

import java.util.List;
import java.util.Map;

/** What is said on the topic of requests. */
final class RequestShapes {
    private static final Value<Environment> ENVIRONMENT =
            new Mapped<>(
                    new MapOf(Text.by(TextRule.VARIABLE), Text.by(TextRule.VARIABLE_VALUE), 256),
                    Environment::new,
                    Environment::values);

    private RequestShapes() {}

    static void list() {
        Shapes.add(SandboxRequested.class, "Somebody wants a sandbox.", sandbox());
        Shapes.add(PauseRequested.class, "Put it to sleep now.", change(PauseRequested::new));
        Shapes.add(ResumeRequested.class, "Wake it.", change(ResumeRequested::new));
        Shapes.add(
                KillRequested.class,
                "End it for good, in whatever state it is.",
                change(KillRequested::new));
        Shapes.add(
                RecreateRequested.class,
                "Give the session a new sandbox with the same files.",
                change(RecreateRequested::new));
        Shapes.add(
                ArchiveRequested.class,
                "Copy the session's files to where they are safe, now.",
                change(ArchiveRequested::new));
        Shapes.add(RetryRequested.class, "Try again what failed.", change(RetryRequested::new));
        Shapes.add(
                SettingsChangeRequested.class,
                "Change the settings that are named; the others stay.",
                settingsChange());
    }

    private static Shape<SandboxRequested> sandbox() {
        var f = new Fields<SandboxRequested>();
        var session =
                f.must(
                        "sessionId",
                        Ids.SESSION,
                        SandboxRequested::sessionId,
                        "The session to begin. Chosen by the producer; it never changes.");
        var request =
                f.must("requestId", Ids.REQUEST, SandboxRequested::requestId, Asked.REQUEST_IS);
        var owner = Parts.owner(f, SandboxRequested::owner);
        var framework =
                f.must(
                        "framework",
                        Ids.FRAMEWORK,
                        SandboxRequested::framework,
                        "nextjs, react, vue, angular or svelte, or the name of a template.");
        var region = f.may("region", Ids.REGION, SandboxRequested::region, "Where it should be.");
        var settings = Parts.settings(f, SandboxRequested::settings);
        var launch = launch(f);
        var metadata =
                f.or(
                        "metadata",
                        new MapOf(Text.by(TextRule.KEY), Text.upTo(512), 64),
                        Map.of(),
                        SandboxRequested::metadata,
                        "Notes of the producer; kept, and not looked at.");
        return f.build(
                row ->
                        new SandboxRequested(
                                row.get(session),
                                row.get(request),
                                owner.of(row),
                                row.get(framework),
                                row.get(region),
                                settings.of(row),
                                launch.of(row),
                                row.get(metadata)));
    }

    private static Part<Launch> launch(Fields<SandboxRequested> f) {
        var start =
                f.may(
                        "startCommand",
                        Text.upTo(8192),
                        e -> e.launch().startCommand(),
                        "Started in the project's root when the files are there.");
        var environment =
                f.or(
                        "environment",
                        ENVIRONMENT,
                        Environment.EMPTY,
                        e -> e.launch().environment(),
                        "Environment variables. Their values are never published, logged or shown again.");
        var files =
                f.may(
                        "files",
                        new ListOf<>(file(), 1000),
                        e ->
                                e.launch().files() instanceof InitialFiles.Inline(var list)
                                        ? list
                                        : null,
                        "Small files to begin with. Not together with a repository.");
        var repository =
                f.may(
                        "repository",
                        repository(),
                        e -> e.launch().files() instanceof InitialFiles.Repository r ? r : null,
                        "A git repository to begin with. Not together with files.");
        f.rule(new Together.NotBoth("files", "repository"));
        return row -> {
            var inline = row.get(files);
            return new Launch(
                    row.get(start),
                    row.get(environment),
                    inline == null ? row.get(repository) : new InitialFiles.Inline(inline));
        };
    }

    private static Shape<InlineFile> file() {
        var f = new Fields<InlineFile>();
        var path =
                f.must(
                        "path",
                        Ids.PATH,
                        InlineFile::path,
                        "Below the project's root, with / between names.");
        var text =
                f.may(
                        "text",
                        Text.upTo(262_144),
                        file ->
                                file.content() instanceof FileContent.Text(var content)
                                        ? content
                                        : null,
                        "What is in it, as text; written in UTF-8.");
        var base64 =
                f.may(
                        "base64",
                        new Base64Text(Text.upTo(349_528)),
                        file ->
                                file.content() instanceof FileContent.Binary content
                                        ? content
                                        : null,
                        "What is in it, as base64 with padding.");
        var executable =
                f.or("executable", new Flag(), false, InlineFile::executable, "It is a program.");
        f.rule(new Together.AtLeastOne(List.of("text", "base64")));
        f.rule(new Together.NotBoth("text", "base64"));
        return f.build(
                row -> {
                    var binary = row.get(base64);
                    var plain = row.get(text);
                    var content =
                            binary == null
                                    ? new FileContent.Text(plain == null ? "" : plain)
                                    : binary;
                    return new InlineFile(row.get(path), content, row.get(executable));
                });
    }

    private static Shape<InitialFiles.Repository> repository() {
        var f = new Fields<InitialFiles.Repository>();
        var url =
                f.must(
                        "url",
                        Ids.GIT_URL,
                        InitialFiles.Repository::url,
                        "Its address, without user and password.");
        var branch =
                f.may(
                        "branch",
                        Ids.BRANCH,
                        InitialFiles.Repository::branch,
                        "The branch; absent: the repository's default.");
        return f.build(row -> new InitialFiles.Repository(row.get(url), row.get(branch)));
    }

    private static <C extends Change> Shape<C> change(Asked.Maker<C> maker) {
        var f = new Fields<C>();
        var asked =
                Asked.by(
                        f,
                        Change::sessionId,
                        Change::requestId,
                        Change::requestedBy,
                        Change::reason);
        return f.build(row -> asked.of(row).make(maker));
    }

    private static Shape<SettingsChangeRequested> settingsChange() {
        var f = new Fields<SettingsChangeRequested>();
        var asked =
                Asked.by(
                        f,
                        SettingsChangeRequested::sessionId,
                        SettingsChangeRequested::requestId,
                        SettingsChangeRequested::requestedBy,
                        SettingsChangeRequested::reason);
        var autoPause =
                f.may(
                        "autoPauseSeconds",
                        Parts.AUTO_PAUSE,
                        e -> e.changes().autoPause(),
                        Parts.AUTO_PAUSE_IS);
        var wake =
                f.may("wakeMode", Parts.WAKE_MODE, e -> e.changes().wakeMode(), Parts.WAKE_MODE_IS);
        var priority =
                f.may("priority", Parts.PRIORITY, e -> e.changes().priority(), Parts.PRIORITY_IS);
        var port = f.may("previewPort", Parts.PORT, e -> e.changes().previewPort(), Parts.PORT_IS);
        var every =
                f.may(
                        "healthCheckSeconds",
                        Parts.CHECK_EVERY,
                        e -> e.changes().healthCheckEvery(),
                        Parts.CHECK_EVERY_IS);
        f.rule(
                new Together.AtLeastOne(
                        List.of(
                                "autoPauseSeconds",
                                "wakeMode",
                                "priority",
                                "previewPort",
                                "healthCheckSeconds")));
        return f.build(
                row -> {
                    var changes =
                            new Changes(
                                    row.get(autoPause),
                                    row.get(wake),
                                    row.get(priority),
                                    row.get(port),
                                    row.get(every));
                    return asked.of(row)
                            .make(
                                    (s, r, by, why) ->
                                            new SettingsChangeRequested(s, r, by, why, changes));
                });
    }
}
