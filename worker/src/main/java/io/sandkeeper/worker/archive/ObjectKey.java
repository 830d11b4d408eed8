package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an object in a vault. Both parts are safe as file names and in addresses, also where upper
 * and lower case are the same.
 *
 * @param folder everything of one session, and of no other, is in it
 * @param name never used twice: the archive's id and a number
 */
public record ObjectKey(String folder, String name) {
    private static final Pattern FOLDER = Pattern.compile("[a-z0-9_-]{1,40}\\.[0-9a-f]{32}");
    private static final Pattern NAME = Pattern.compile("([a-z0-9]{1,40})-[0-9]{1,9}");
    private static final Pattern UNSAFE = Pattern.compile("[^a-z0-9-]");
    private static final int READABLE = 40;
    private static final int HASH_BYTES = 16;

    public ObjectKey {
        if (!FOLDER.matcher(folder).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a session's folder and an object's name");
        }
    }

    /** What is in a vault may also be somebody else's. */
    public static Optional<ObjectKey> found(String folder, String name) {
        return NAME.matcher(name).matches()
                ? Optional.of(new ObjectKey(folder, name))
                : Optional.empty();
    }

    static ObjectKey of(SessionId session, ArchiveId archive, int number) {
        return new ObjectKey(folderOf(session), archive.value() + '-' + number);
    }

    /**
     * What people can read of the session's id, which may be any text, and its hash. Two ids with
     * the same 128 bits would share a folder: nobody finds a second one for somebody else's id.
     */
    public static String folderOf(SessionId session) {
        var id = session.value();
        var plain = UNSAFE.matcher(id.toLowerCase(Locale.ROOT)).replaceAll("_");
        var hash = Sha256.of(id.getBytes(StandardCharsets.UTF_8));
        return plain.substring(0, Math.min(READABLE, plain.length()))
                + '.'
                + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }

    /** The archive that it was stored for; others may use it. */
    ArchiveId archive() {
        return new ArchiveId(name.substring(0, name.lastIndexOf('-')));
    }

    @Override
    public String toString() {
        return folder + '/' + name;
    }
}
