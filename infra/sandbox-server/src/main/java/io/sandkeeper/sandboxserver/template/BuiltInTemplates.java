package io.sandkeeper.sandboxserver.template;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The templates that come with the server, read where they are: in a folder of classes or in a jar.
 */
final class BuiltInTemplates {
    private static final String RESOURCE = "/templates";

    private BuiltInTemplates() {}

    static List<Template> load(Instant now) {
        URL resource = BuiltInTemplates.class.getResource(RESOURCE);
        if (resource == null) {
            return List.of();
        }
        try {
            return new TemplateFolder(path(resource.toURI())).templates(now);
        } catch (URISyntaxException | IOException unreadable) {
            throw new IllegalStateException("cannot read the built-in templates", unreadable);
        }
    }

    private static Path path(URI uri) throws IOException {
        return uri.getScheme().equals("jar") ? jar(uri).getPath(RESOURCE) : Path.of(uri);
    }

    /** Left open: sandboxes are started from it as long as the process lives. */
    private static FileSystem jar(URI uri) throws IOException {
        try {
            return FileSystems.newFileSystem(uri, Map.of());
        } catch (FileSystemAlreadyExistsException _) {
            return FileSystems.getFileSystem(uri);
        }
    }
}
