package io.sandkeeper.sandboxserver.template;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a sandbox can be started from: built-in, from a folder, and snapshots. */
public final class Templates {
    /** Stands for the one that a request asked for in vain, while the rest of it is checked. */
    public static final Template NONE = empty("", Instant.EPOCH);

    /** The one team of this server; it is part of the names of snapshots. */
    public static final String TEAM = "local";

    private static final String DEFAULT_TAG = ":default";

    private final Map<String, Template> templates = new LinkedHashMap<>();

    private Templates(List<Template> first) {
        first.forEach(template -> templates.put(template.id(), template));
    }

    /** The folder's templates win over built-in ones of the same id. */
    public static Templates load(Optional<Path> folder, Instant now) {
        var all = new ArrayList<Template>();
        all.add(empty("base", now));
        all.addAll(BuiltInTemplates.load(now));
        folder.ifPresent(root -> all.addAll(new TemplateFolder(root).templates(now)));
        return new Templates(all);
    }

    private static Template empty(String id, Instant now) {
        return new Template(
                id, List.of(), List.of(), Optional.empty(), "/home/user", now, Optional.empty());
    }

    /** By id, by name, or by a name without its team or its tag. */
    public synchronized Optional<Template> find(String reference) {
        for (String form : forms(reference)) {
            Optional<Template> found =
                    templates.values().stream().filter(t -> t.answersTo(form)).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<String> forms(String reference) {
        var forms = new ArrayList<String>();
        forms.add(reference);
        if (reference.endsWith(DEFAULT_TAG)) {
            forms.add(reference.substring(0, reference.length() - DEFAULT_TAG.length()));
        } else if (reference.indexOf(':') < 0) {
            forms.add(reference + DEFAULT_TAG);
        }
        if (reference.indexOf('/') < 0) {
            forms.add(TEAM + "/" + reference);
            forms.add(TEAM + "/" + reference + DEFAULT_TAG);
        }
        return forms;
    }

    /** Adds a snapshot. A name that another one has moves to this one. */
    public synchronized void add(Template snapshot) {
        templates.replaceAll((_, other) -> without(other, snapshot.names()));
        templates.put(snapshot.id(), snapshot);
    }

    private static Template without(Template template, List<String> names) {
        if (template.names().stream().noneMatch(names::contains)) {
            return template;
        }
        return new Template(
                template.id(),
                template.names().stream().filter(name -> !names.contains(name)).toList(),
                template.layers(),
                template.startCommand(),
                template.workingDirectory(),
                template.createdAt(),
                template.origin());
    }

    public synchronized void remove(Template template) {
        templates.remove(template.id());
    }

    /** The newest first. */
    public synchronized List<Template> snapshots() {
        return templates.values().stream()
                .filter(Template::isSnapshot)
                .sorted(
                        Comparator.comparing(Template::createdAt)
                                .thenComparing(Template::id)
                                .reversed())
                .toList();
    }

    public synchronized List<Template> all() {
        return List.copyOf(templates.values());
    }
}
