package io.sandkeeper.worker.herald;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.WakeMode;
import io.sandkeeper.worker.session.Profile;

/** What a session's owner can set. */
final class SettingsWording {
    private SettingsWording() {}

    static Settings of(Profile profile) {
        var wake =
                switch (profile.wake()) {
                    case ON_ACTIVITY -> WakeMode.ON_ACTIVITY;
                    case MANUAL -> WakeMode.MANUAL;
                };
        return new Settings(
                AutoPause.after(profile.autoPause()),
                wake,
                priority(profile.priority()),
                profile.previewPort().orElse(null),
                profile.healthEvery().orElse(null));
    }

    private static Priority priority(int level) {
        if (level == 0) {
            return Priority.NORMAL;
        }
        return level > 0 ? Priority.HIGH : Priority.LOW;
    }
}
