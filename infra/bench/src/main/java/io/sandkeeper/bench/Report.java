package io.sandkeeper.bench;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a benchmark found out, and where. */
public record Report(String title, Host host, List<Measurement> measurements) {
    public Report {
        measurements = List.copyOf(measurements);
    }

    public String table() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("what", "measured", "the machine", "", "note"));
        for (var it : measurements) {
            rows.add(
                    List.of(
                            it.what(),
                            it.figure().map(Figure::toString).orElse("-"),
                            it.beside().map(best -> best.figure().toString()).orElse(""),
                            it.beside().map(Measurement.Yardstick::what).orElse(""),
                            it.note()));
        }
        var text = new StringBuilder(title + "\n" + host + "\n\n");
        rows.forEach(row -> text.append(line(row, rows)));
        return text.toString();
    }

    /** The columns of numbers end at the same place. */
    private static String line(List<String> row, List<List<String>> rows) {
        var text = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream().mapToInt(it -> it.get(at).length()).max().orElse(0);
            var pad = " ".repeat(width - row.get(column).length());
            boolean number = column == 1 || column == 2;
            text.append(number ? pad + row.get(column) : row.get(column) + pad).append("  ");
        }
        return text.toString().stripTrailing() + "\n";
    }

    public String json() {
        var body = new LinkedHashMap<String, Object>();
        body.put("title", title);
        body.put("host", host);
        body.put("measurements", measurements.stream().map(Report::row).toList());
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private static Map<String, Object> row(Measurement it) {
        var row = new LinkedHashMap<String, Object>();
        row.put("what", it.what());
        it.figure().ifPresent(figure -> row.put("measured", figure));
        it.beside().ifPresent(best -> row.put("beside", best));
        row.put("note", it.note());
        return row;
    }
}
