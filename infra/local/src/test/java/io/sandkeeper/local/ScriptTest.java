package io.sandkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The script, in a repository of empty modules, with Javas and a Maven that only tell their names.
 */
@Timeout(60)
class ScriptTest {
    private static final List<String> MODULES =
            List.of("events-schema", "worker", "infra/sandbox-server", "infra/local");
    private static final List<String> TOOLS = List.of("dirname", "find", "head", "readlink");

    private record Result(int code, String out, String err) {}

    @TempDir Path folder;
    private Path home;
    private Path jdks;

    @BeforeEach
    void layOutARepository() throws IOException {
        home = folder.resolve("sandkeeper");
        jdks = Files.createDirectories(folder.resolve("jdks"));
        Files.createDirectories(folder.resolve("bin"));
        for (var module : MODULES) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createDirectories(home.resolve(module).resolve("target"));
            Files.writeString(home.resolve(module).resolve("pom.xml"), "");
            Files.writeString(home.resolve(module).resolve("target/class-path.txt"), "a.jar");
        }
        Files.writeString(home.resolve("pom.xml"), "");
        for (var tool : TOOLS) {
            var own = folder.resolve("bin").resolve(tool);
            executable(Files.writeString(own, "#!/bin/sh\nexec " + system(tool) + " \"$@\"\n"));
        }
        Files.copy(RunningStack.home().resolve("sandkeeper"), home.resolve("sandkeeper"));
        executable(home.resolve("sandkeeper"));
        executable(
                Files.writeString(
                        folder.resolve("bin/mvn"),
                        "#!/bin/sh\necho \"mvn $*\" >&2\nexit ${MVN_EXIT:-0}\n"));
        makeOld();
    }

    @Test
    void a_jdk_25_is_found_among_others_and_given_the_arguments() throws Exception {
        jdk("jdk-17", "17.0.12");
        jdk("jdk-25", "25.0.1");
        jdk("jdk-26", "26");

        var result = run(Map.of(), home.resolve("sandkeeper"), "list", "--json", "a b");

        assertThat(result.err).isEmpty();
        assertThat(result.out)
                .startsWith("jdk-25 ")
                .endsWith(" io.sandkeeper.local.Sandkeeper list --json a b\n")
                .contains("-cp %s/infra/local/target/local.jar:a.jar".formatted(home.toRealPath()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25-ea"})
    void every_25_that_is_released_is_one(String version) throws Exception {
        jdk("it", version);

        var result = run(Map.of(), home.resolve("sandkeeper"), "list");

        assertThat(result.code).isEqualTo(version.endsWith("ea") ? 2 : 0);
    }

    @Test
    void what_the_environment_names_comes_first() throws Exception {
        jdk("jdk-25", "25.0.1");
        var named = jdk("named", "25.0.2");

        var result =
                run(Map.of("JDK25_HOME", named.toString()), home.resolve("sandkeeper"), "list");

        assertThat(result.out).startsWith("named ");
    }

    @Test
    void an_old_java_home_does_not_stop_the_search() throws Exception {
        jdk("jdk-25", "25.0.1");
        var old = jdk("jdk-17", "17.0.12");

        var result = run(Map.of("JAVA_HOME", old.toString()), home.resolve("sandkeeper"), "list");

        assertThat(result.out).startsWith("jdk-25 ");
    }

    @Test
    void java_on_the_path_is_followed_to_its_home() throws Exception {
        var elsewhere = jdk("../elsewhere", "25.0.1");
        Files.createSymbolicLink(folder.resolve("bin/java"), elsewhere.resolve("bin/java"));

        var result = run(Map.of(), home.resolve("sandkeeper"), "list");

        assertThat(result.out).startsWith("elsewhere ");
    }

    @Test
    void without_a_jdk_25_one_line_says_so_and_where_it_looked() throws Exception {
        jdk("jdk-17", "17.0.12");

        var result = run(Map.of(), home.resolve("sandkeeper"), "up");

        assertThat(result.err.lines())
                .singleElement()
                .asString()
                .startsWith("sandkeeper: needs a JDK 25 and found none: looked at JAVA_HOME")
                .contains(jdks.toString());
        assertThat(result.code).isEqualTo(2);
    }

    @Test
    void it_works_through_a_relative_link_and_from_anywhere() throws Exception {
        jdk("jdk-25", "25.0.1");
        var link = folder.resolve("bin/sandkeeper");
        Files.createSymbolicLink(link, Path.of("../sandkeeper/sandkeeper"));

        var result = run(Map.of(), link, "list");

        assertThat(result.out).contains("-Dsandkeeper.home=" + home.toRealPath());
    }

    @Test
    void what_is_built_is_not_built_again() throws Exception {
        jdk("jdk-25", "25.0.1");

        assertThat(run(Map.of(), home.resolve("sandkeeper"), "list").err).isEmpty();
    }

    @Test
    void a_source_newer_than_its_module_has_all_built_once_with_a_notice() throws Exception {
        jdk("jdk-25", "25.0.1");
        Files.writeString(home.resolve("worker/src/main/New.java"), "");

        var result = run(Map.of(), home.resolve("sandkeeper"), "list");

        assertThat(result.err.lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("sandkeeper: building worker and what is with it");
        assertThat(result.err).contains("mvn -q -B -ntp -Dmaven.test.skip=true");
        assertThat(result.out).startsWith("jdk-25 ");
    }

    @Test
    void a_failed_build_is_not_run() throws Exception {
        jdk("jdk-25", "25.0.1");
        Files.delete(home.resolve("infra/local/target/class-path.txt"));

        var result = run(Map.of("MVN_EXIT", "1"), home.resolve("sandkeeper"), "list");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).isEmpty();
        assertThat(result.err).contains("the build failed");
    }

    @Test
    void a_cache_is_used_when_it_is_newer_than_what_was_built() throws Exception {
        jdk("jdk-25", "25.0.1");
        Files.writeString(home.resolve("infra/local/target/local.jar"), "");
        Files.writeString(home.resolve("events-schema/target/events-schema.jar"), "");
        var caches = Files.createDirectories(home.resolve("infra/local/target/aot"));
        var cache = Files.writeString(caches.resolve("client.aot"), "");
        var later = FileTime.from(Instant.now().plusSeconds(60));

        Files.setLastModifiedTime(cache, later);
        assertThat(run(Map.of(), home.resolve("sandkeeper"), "list").out)
                .contains("-XX:AOTCache=")
                .contains("aot/client.aot");

        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(run(Map.of(), home.resolve("sandkeeper"), "list").out)
                .doesNotContain("AOTCache=");
    }

    /** The machine's own folders of tools may have a Java in them. */
    private static Path system(String tool) {
        var usual = Path.of("/usr/bin", tool);
        return Files.exists(usual) ? usual : Path.of("/bin", tool);
    }

    /** Sources older than what was built from them. */
    private void makeOld() throws IOException {
        var old = FileTime.from(Instant.now().minusSeconds(3600));
        try (var files = Files.walk(home)) {
            for (var file : files.toList()) {
                if (!file.toString().contains("/target")) {
                    Files.setLastModifiedTime(file, old);
                }
            }
        }
    }

    private Path jdk(String name, String version) throws IOException {
        var jdk = Files.createDirectories(jdks.resolve(name).normalize());
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(
                jdk.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"any\"\n");
        var shown = "#!/bin/sh\necho " + jdk.getFileName() + " \"$@\"\n";
        executable(Files.writeString(jdk.resolve("bin/java"), shown));
        executable(Files.writeString(jdk.resolve("bin/javac"), shown));
        return jdk;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        var variables = builder.environment();
        variables.clear();
        variables.put("PATH", folder.resolve("bin").toString());
        variables.put("HOME", folder.toString());
        variables.put("SANDKEEPER_JDKS", jdks.toString());
        variables.putAll(environment);
        var process = builder.start();
        var out = process.getInputStream().readAllBytes();
        var err = process.getErrorStream().readAllBytes();
        return new Result(
                process.waitFor(),
                new String(out, StandardCharsets.UTF_8),
                new String(err, StandardCharsets.UTF_8));
    }
}
