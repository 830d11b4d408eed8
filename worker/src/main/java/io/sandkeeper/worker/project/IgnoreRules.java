package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a project is not kept, in the words of gitignore: the last rule that matches decides, an
 * exclamation mark takes back, a slash at the end means folders, one elsewhere ties to the root,
 * two stars stand for any depth. What is in an ignored folder cannot be taken back.
 *
 * <p>A project's own .gitignore is not obeyed: it names what can be built again and what must not
 * be published, and both, .env above all, are what a user wants back.
 */
public final class IgnoreRules {
    /** Where a project itself says more, in its root. */
    public static final String FILE = ".sandkeeperignore";

    private static final int MOST_RULES = 500;
    private static final int LONGEST_RULE = 1000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@+ -]+");

    private final List<Rule> rules;

    private record Rule(
            Glob glob, boolean negated, boolean foldersOnly, boolean anywhere, String text) {
        static Optional<Rule> of(String line) {
            var text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            while (text.endsWith(" ") && !text.endsWith("\\ ")) {
                text = text.substring(0, text.length() - 1);
            }
            if (text.isEmpty() || text.startsWith("#") || text.length() > LONGEST_RULE) {
                return Optional.empty();
            }
            var negated = text.startsWith("!");
            text = negated ? text.substring(1) : text;
            var foldersOnly = text.endsWith("/");
            text = foldersOnly ? text.substring(0, text.length() - 1) : text;
            var anywhere = !text.contains("/");
            text = text.startsWith("/") ? text.substring(1) : text;
            if (text.isEmpty()) {
                return Optional.empty();
            }
            var glob = new Glob(anywhere ? "**/" + text : text);
            return Optional.of(new Rule(glob, negated, foldersOnly, anywhere, text));
        }

        boolean isPlainName() {
            return anywhere && !negated && PLAIN.matcher(text).matches();
        }
    }

    /** What a walk need not enter at all. */
    record Pruned(List<String> names, List<String> folderNames) {}

    private IgnoreRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static IgnoreRules of(List<String> lines) {
        return new IgnoreRules(
                lines.stream().flatMap(line -> Rule.of(line).stream()).limit(MOST_RULES).toList());
    }

    /** What every project can make again, or nobody misses. */
    public static IgnoreRules usual() {
        return of(
                List.of(
                        "node_modules/",
                        ".next/",
                        ".nuxt/",
                        ".svelte-kit/",
                        ".turbo/",
                        ".parcel-cache/",
                        ".cache/",
                        "__pycache__/",
                        ".pytest_cache/",
                        ".mypy_cache/",
                        ".venv/"));
    }

    /** The same and, after them and so above them, the lines of a file. */
    IgnoreRules and(String content) {
        var lines = Stream.of(content.split("\n", MOST_RULES + 1)).limit(MOST_RULES);
        var all = new ArrayList<>(rules);
        lines.flatMap(line -> Rule.of(line).stream()).forEach(all::add);
        return new IgnoreRules(all);
    }

    /** Says nothing of the folders above it. */
    boolean ignores(String path, boolean isFolder, Glob.Effort effort) {
        var parts = List.of(path.split("/", -1));
        for (var rule : rules.reversed()) {
            if ((isFolder || !rule.foldersOnly()) && rule.glob().matches(parts, effort)) {
                return !rule.negated();
            }
        }
        return false;
    }

    /** Plain names that no later rule takes back. */
    Pruned pruned() {
        var names = new ArrayList<String>();
        var folders = new ArrayList<String>();
        for (var at = 0; at < rules.size(); at++) {
            var rule = rules.get(at);
            if (rule.isPlainName()
                    && rules.subList(at, rules.size()).stream().noneMatch(Rule::negated)) {
                (rule.foldersOnly() ? folders : names).add(rule.text());
            }
        }
        return new Pruned(List.copyOf(names), List.copyOf(folders));
    }
}
