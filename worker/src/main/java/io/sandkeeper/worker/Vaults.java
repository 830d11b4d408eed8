package io.sandkeeper.worker;

import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.archive.folder.FolderVault;
import io.sandkeeper.worker.archive.mongo.GridVault;
import io.sandkeeper.worker.archive.s3.S3Key;
import io.sandkeeper.worker.archive.s3.S3Settings;
import io.sandkeeper.worker.archive.s3.S3Vault;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.settings.ArchiveSettings;

import java.nio.file.Path;
import java.time.InstantSource;

/** The configured place for archives' content. */
final class Vaults {
    private Vaults() {}

    static Vault of(ArchiveSettings settings, Mongo mongo, InstantSource clock) {
        return switch (settings.vault()) {
            case GRIDFS -> new GridVault(mongo);
            case FOLDER -> new FolderVault(Path.of(settings.folder()));
            case S3 -> new S3Vault(s3(settings.s3()), clock);
        };
    }

    private static S3Settings s3(ArchiveSettings.S3 settings) {
        return new S3Settings(
                settings.endpoint(),
                settings.region(),
                settings.bucket(),
                settings.prefix(),
                new S3Key(settings.accessKey(), settings.secretKey()),
                S3Settings.DEFAULT_LIMIT);
    }
}
