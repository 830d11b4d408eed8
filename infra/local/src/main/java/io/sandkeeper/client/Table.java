package io.sandkeeper.client;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines in columns. The widths are given, so that a line can be written before the next one is
 * known; only the last column is as long as it must be, because half an address is of no use.
 */
record Table(List<Column> columns, boolean colours) {
    record Column(String title, int width) {}

    record Cell(String text, Style style) {
        static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    void header(PrintStream out) {
        out.println(line(columns.stream().map(c -> new Cell(c.title, Style.FAINT)).toList()));
    }

    void row(PrintStream out, List<Cell> cells) {
        out.println(line(cells));
    }

    String line(List<Cell> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> cell(cells.get(i), i == columns.size() - 1, columns.get(i).width))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private String cell(Cell cell, boolean last, int width) {
        var text = printable(cell.text);
        if (last) {
            return cell.style.paint(text, colours);
        }
        var cut = text.length() > width ? text.substring(0, width - 1) + "…" : text;
        return cell.style.paint(cut, colours) + " ".repeat(width - cut.length());
    }

    /** An event must not be able to move the cursor or change the colours of a terminal. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || isInvisible(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isInvisible(int c) {
        var type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
