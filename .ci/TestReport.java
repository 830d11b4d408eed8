import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the test reports of all modules. Run from its source, by any Java from 17:
 * {@code java .ci/TestReport.java skipped|summary [folder]}.
 *
 * <p>The build runs it with "skipped", so that what was left out is said even when Maven is quiet.
 */
final class TestReport {
    private static final int MOST_FAILURES = 20;
    private static final int LINES_OF_A_FAILURE = 12;
    private static final int LONGEST_LINE = 160;

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private int passed;

    public static void main(String... arguments) throws Exception {
        var report = new TestReport();
        report.readAll(Path.of(arguments.length > 1 ? arguments[1] : "."));
        report.tellSkips();
        if ("summary".equals(arguments[0])) {
            report.tellFailures();
            System.out.printf(
                    "%d passed, %d failed, %d skipped%n",
                    report.passed, report.failures.size(), report.skipped());
            System.exit(report.failures.isEmpty() && report.passed > 0 ? 0 : 1);
        }
    }

    private void readAll(Path root) throws Exception {
        for (var modules : List.of(root, root.resolve("infra"))) {
            try (Stream<Path> folders = Files.list(modules)) {
                for (var module : folders.sorted().toList()) {
                    readModule(module.resolve("target/surefire-reports"));
                }
            }
        }
    }

    private void readModule(Path reports) throws Exception {
        if (!Files.isDirectory(reports)) {
            return;
        }
        try (Stream<Path> files = Files.list(reports)) {
            for (var file : files.sorted().toList()) {
                if (file.getFileName().toString().matches("TEST-.*\\.xml")) {
                    read(file);
                }
            }
        }
    }

    private void read(Path file) throws Exception {
        NodeList cases = parse(file).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            var wrong = child(test, "failure") != null ? child(test, "failure") : child(test, "error");
            if (wrong != null) {
                failures.add(
                        test.getAttribute("classname") + " " + test.getAttribute("name") + why(wrong));
            } else if (child(test, "skipped") != null) {
                skips.merge(reason(child(test, "skipped")), 1, Integer::sum);
            } else {
                passed++;
            }
        }
    }

    /** The first lines of what was expected and what came instead, below the name. */
    private static String why(Element wrong) {
        return wrong.getTextContent()
                .lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("at "))
                .limit(LINES_OF_A_FAILURE)
                .map(line -> "\n    " + cut(line.strip()))
                .collect(Collectors.joining());
    }

    private static Document parse(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static Element child(Element test, String name) {
        NodeList found = test.getElementsByTagName(name);
        return found.getLength() == 0 ? null : (Element) found.item(0);
    }

    /** What the test said, without the words that JUnit puts in front of it. */
    private static String reason(Element skipped) {
        var words = skipped.getAttribute("message") + skipped.getTextContent();
        var message = words.lines().findFirst().orElse("no reason given");
        var said = message.indexOf("skipped: ");
        return said < 0 ? "skipped: " + message : message.substring(said);
    }

    private int skipped() {
        return skips.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void tellSkips() {
        skips.forEach(
                (reason, tests) ->
                        System.out.println(
                                cut(reason) + (tests == 1 ? " (1 test)" : " (" + tests + " tests)")));
    }

    private void tellFailures() {
        failures.stream().limit(MOST_FAILURES).forEach(name -> System.out.println("failed: " + name));
        if (failures.size() > MOST_FAILURES) {
            System.out.println("... and " + (failures.size() - MOST_FAILURES) + " more");
        }
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 3) + "...";
    }
}
