package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

/** Settings as a worker reads them from its properties. */
final class Bound {
    private Bound() {}

    static <T> T to(Class<T> settings, Map<String, String> properties) {
        var prefix = settings.getAnnotation(ConfigurationProperties.class).value();
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate(prefix, settings);
    }
}
