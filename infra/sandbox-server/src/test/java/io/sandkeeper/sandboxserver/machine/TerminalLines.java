package io.sandkeeper.sandboxserver.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Types into a terminal and reads what it shows. */
record TerminalLines(CellProcess process) {
    void type(String text) throws IOException {
        process.input().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is shown from the command on until a line ends with the mark. */
    String after(String command, String mark) throws IOException {
        type(command + "\n");
        var shown = new StringBuilder();
        var buffer = new byte[4096];
        while (!shown.toString().contains(mark + "\r\n")) {
            int count = process.output().read(buffer);
            if (count < 0) {
                throw new IOException("The terminal ended: " + shown);
            }
            shown.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return shown.toString();
    }
}
