package io.sandkeeper.worker.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * The E2B-compatible clouds. E2B's own environment variables work as they are.
 *
 * @param sandboxUrl one address for all sandboxes' daemons, as a local sandbox server has it
 * @param regions by region, its control plane's address; the key and the rest are the same
 */
@ConfigurationProperties("sandkeeper.provider")
public record ProviderSettings(
        @DefaultValue("https://api.e2b.app") URI apiUrl,
        @DefaultValue("") String apiKey,
        @Nullable URI sandboxUrl,
        @DefaultValue("e2b.app") String domain,
        @DefaultValue("5s") Duration connectTime,
        @DefaultValue("30s") Duration callTime,
        @DefaultValue Map<String, URI> regions) {
    public ProviderSettings {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException(
                    "sandkeeper.provider.api-key is empty: set it, or the environment variable E2B_API_KEY");
        }
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + apiUrl + "]";
    }
}
