package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.linux.FileStatus;

/** A mode in letters, as the daemon's own language writes it. */
final class Permissions {
    private static final String LETTERS = "rwxrwxrwx";

    private Permissions() {}

    static String text(FileStatus status) {
        var text = new StringBuilder();
        switch (status.kind()) {
            case DIRECTORY -> text.append('d');
            case LINK -> text.append('L');
            case FILE, OTHER -> {}
        }
        flag(status, 04000, 'u', text);
        flag(status, 02000, 'g', text);
        flag(status, 01000, 't', text);
        if (text.isEmpty()) {
            text.append('-');
        }
        for (int i = 0; i < LETTERS.length(); i++) {
            boolean set = (status.mode() & (1 << (8 - i))) != 0;
            text.append(set ? LETTERS.charAt(i) : '-');
        }
        return text.toString();
    }

    private static void flag(FileStatus status, int bit, char letter, StringBuilder text) {
        if ((status.mode() & bit) != 0) {
            text.append(letter);
        }
    }
}
