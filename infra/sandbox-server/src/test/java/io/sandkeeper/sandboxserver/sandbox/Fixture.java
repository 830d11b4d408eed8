package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sandboxes on a machine that is a fake, with a clock that is stepped by hand. */
final class Fixture implements InstantSource, AutoCloseable {
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Wishes KILL_AT_TIMEOUT = new Wishes(Optional.empty(), false, MINUTE);
    static final Wishes PAUSE_AT_TIMEOUT = new Wishes(Optional.of(Keep.MEMORY), true, MINUTE);

    final FakeMachine machine = new FakeMachine();
    final List<String> happenings = Collections.synchronizedList(new ArrayList<>());
    final List<String> attached = Collections.synchronizedList(new ArrayList<>());
    final Templates templates = Templates.load(Optional.empty(), Instant.EPOCH);
    final Path folder;
    final Sandboxes sandboxes;
    private volatile Instant now = Instant.parse("2026-03-04T05:00:00Z");

    Fixture(Path folder, int most) {
        this.folder = folder;
        try {
            this.sandboxes =
                    Sandboxes.over(
                            machine,
                            folder,
                            new Sandboxes.Limits(most, Duration.ofHours(1)),
                            guest -> {
                                attached.add(guest.id());
                                return new Attachment() {
                                    @Override
                                    public Map<String, String> environment() {
                                        return Map.of("http_proxy", "http://127.0.0.1:1");
                                    }

                                    @Override
                                    public void close() {
                                        attached.remove(guest.id());
                                    }
                                };
                            },
                            (sandbox, happening, at) -> happenings.add(happening.sentence()),
                            this);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Creation create(Wishes wishes) {
        Template base = templates.find("base").orElseThrow();
        return sandboxes.create(
                new Blueprint(
                        "", base, Map.of(), Map.of("A", "b"), wishes, NetworkPolicy.OPEN, MINUTE));
    }

    Sandbox created(Wishes wishes) {
        return ((Creation.Created) create(wishes)).sandbox();
    }

    Outcome perform(Sandbox sandbox, Operation operation) {
        return sandboxes.perform(sandbox.profile().id(), operation);
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    long folders() {
        try (var entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void close() {
        sandboxes.close();
    }
}
