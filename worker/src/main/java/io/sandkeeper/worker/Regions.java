package io.sandkeeper.worker;

import io.sandkeeper.worker.monitor.Site;
import io.sandkeeper.worker.operation.Providers;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;
import io.sandkeeper.worker.settings.ProviderSettings;
import io.sandkeeper.worker.sweep.Place;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The configured control planes: one by default, and one for each named region. */
final class Regions implements Providers, AutoCloseable {
    /** What lanes call it. */
    static final String NAME = "e2b";

    private final E2bProvider byDefault;
    private final Map<String, E2bProvider> named;

    private Regions(E2bProvider byDefault, Map<String, E2bProvider> named) {
        this.byDefault = byDefault;
        this.named = Map.copyOf(named);
    }

    static Regions of(ProviderSettings settings, InstantSource clock) {
        var named = new HashMap<String, E2bProvider>();
        settings.regions()
                .forEach((region, url) -> named.put(region, provider(settings, url, clock)));
        return new Regions(provider(settings, settings.apiUrl(), clock), named);
    }

    private static E2bProvider provider(ProviderSettings settings, URI url, InstantSource clock) {
        var e2b =
                E2bSettings.of(url, new ApiKey(settings.apiKey()))
                        .withDomain(settings.domain())
                        .withTimes(settings.connectTime(), settings.callTime());
        var sandboxUrl = settings.sandboxUrl();
        return new E2bProvider(sandboxUrl == null ? e2b : e2b.withSandboxUrl(sandboxUrl), clock);
    }

    @Override
    public Optional<Provider> of(Optional<String> region) {
        return region.isEmpty()
                ? Optional.of(byDefault)
                : Optional.ofNullable(named.get(region.get()));
    }

    /** Those that have a name. */
    Set<String> names() {
        return named.keySet();
    }

    /**
     * All there are.
     *
     * @param counting what is asked here counts as well
     */
    List<Place> places(BiFunction<Optional<String>, Provider, Provider> counting) {
        var places = new ArrayList<Place>();
        places.add(place(Optional.empty(), byDefault, counting));
        named.forEach((region, one) -> places.add(place(Optional.of(region), one, counting)));
        return places;
    }

    private static Place place(
            Optional<String> region,
            Provider provider,
            BiFunction<Optional<String>, Provider, Provider> counting) {
        return new Place(NAME, region, counting.apply(region, provider));
    }

    /** The same, for who looks after their sandboxes. */
    List<Site> sites() {
        var sites = new ArrayList<Site>();
        sites.add(new Site(NAME, Optional.empty(), byDefault.probes()));
        named.forEach(
                (region, one) -> sites.add(new Site(NAME, Optional.of(region), one.probes())));
        return sites;
    }

    @Override
    public void close() {
        byDefault.close();
        named.values().forEach(E2bProvider::close);
    }
}
