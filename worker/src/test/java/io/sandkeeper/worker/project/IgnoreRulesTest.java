package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What gitignore's words mean here; each row was compared with git's own answer. */
final class IgnoreRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node_modules/      | node_modules/            | true",
                "node_modules/      | a/b/node_modules/        | true",
                "node_modules/      | node_modules             | false",
                "node_modules       | node_modules             | true",
                "*.log              | a/b.log                  | true",
                "*.log              | a/b.logs                 | false",
                "/build             | build                    | true",
                "/build             | a/build                  | false",
                "a/b                | a/b                      | true",
                "a/b                | c/a/b                    | false",
                "**/foo             | foo                      | true",
                "**/foo             | a/b/foo                  | true",
                "abc/**             | abc/x/y                  | true",
                "abc/**             | abc/                     | false",
                "a/**/b             | a/b                      | true",
                "a/**/b             | a/x/y/b                  | true",
                "a/**/b             | a/x/y/c                  | false",
                "?at                | cat                      | true",
                "?at                | at                       | false",
                "[a-c]x             | bx                       | true",
                "[!a-c]x            | bx                       | false",
                "[!a-c]x            | dx                       | true",
                "a*b*c              | axxbyyc                  | true",
                "a*b*c              | axxbyy                   | false",
                "foo/*              | foo/bar                  | true",
                "foo/*              | foo/bar/baz              | false",
                "\\#a               | #a                       | true",
                "\\!a               | !a                       | true",
                "# comment          | # comment                | false",
                "*                  | anything                 | true",
                "*/                 | file                     | false",
            })
    void are_read_as_git_reads_them(String rule, String path, boolean ignored) {
        assertThat(ignores(List.of(rule.strip()), path.strip())).isEqualTo(ignored);
    }

    @Test
    void the_last_that_matches_decides() {
        var rules = List.of("*.env", "!keep.env", "secret/keep.env");

        assertThat(ignores(rules, "a.env")).isTrue();
        assertThat(ignores(rules, "keep.env")).isFalse();
        assertThat(ignores(rules, "secret/keep.env")).isTrue();
    }

    @Test
    void a_plain_name_is_never_entered_unless_something_may_be_taken_back() {
        assertThat(IgnoreRules.of(List.of("node_modules/", "*.log", "dist")).pruned())
                .isEqualTo(new IgnoreRules.Pruned(List.of("dist"), List.of("node_modules")));
        assertThat(IgnoreRules.of(List.of("node_modules/", "!node_modules/")).pruned())
                .isEqualTo(new IgnoreRules.Pruned(List.of(), List.of()));
        assertThat(IgnoreRules.of(List.of("a*", "a/b", "$(x)")).pruned().names()).isEmpty();
    }

    @Test
    void what_is_made_to_take_years_takes_no_time() {
        var rules = IgnoreRules.of(List.of("*a".repeat(400) + "b", "**/".repeat(200) + "x"));
        var effort = new Glob.Effort(10_000_000);

        assertThat(rules.ignores("a/".repeat(1000) + "a".repeat(250), false, effort)).isFalse();
    }

    @Test
    void are_given_up_as_soon_as_they_took_too_long() {
        var rules = IgnoreRules.of(List.of("*" + "a".repeat(500) + "b"));
        var effort = new Glob.Effort(10_000);

        assertThatExceptionOfType(Glob.Spent.class)
                .isThrownBy(() -> rules.ignores("a".repeat(1000), false, effort));
    }

    /** A slash at the end stands for a folder. */
    private static boolean ignores(List<String> rules, String path) {
        var isFolder = path.endsWith("/");
        var name = isFolder ? path.substring(0, path.length() - 1) : path;
        return IgnoreRules.of(rules).ignores(name, isFolder, new Glob.Effort(1_000_000));
    }
}
