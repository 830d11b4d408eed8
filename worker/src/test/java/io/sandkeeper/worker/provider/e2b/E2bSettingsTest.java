package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

final class E2bSettingsTest {
    private static final ApiKey KEY = new ApiKey(Orders.KEY);
    private static final URI CLOUD = URI.create("https://api.e2b.app");

    @Test
    void have_these_defaults() {
        assertThat(E2bSettings.of(CLOUD, KEY))
                .isEqualTo(
                        new E2bSettings(
                                CLOUD,
                                KEY,
                                Optional.empty(),
                                "e2b.app",
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                1000));
    }

    @Test
    void take_an_address_with_or_without_its_last_slash() {
        assertThat(E2bSettings.of(URI.create("http://127.0.0.1:3900/regions/eu//"), KEY).baseUrl())
                .isEqualTo(URI.create("http://127.0.0.1:3900/regions/eu"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.e2b.app",
                "/v2",
                "ftp://api.e2b.app",
                "https:///v2",
                "https://user:5ecre7@api.e2b.app",
                "https://api.e2b.app?key=5ecre7",
                "https://api.e2b.app#5ecre7"
            })
    void take_no_address_that_is_none_and_do_not_repeat_it(String url) {
        assertThatThrownBy(() -> E2bSettings.of(URI.create(url), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("5ecre7");
        assertThatThrownBy(() -> E2bSettings.of(CLOUD, KEY).withSandboxUrl(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "evil/", "https://e2b.app", "e2b.app:", ".e2b.app", "a@b"})
    void take_no_domain_that_is_none(String domain) {
        assertThatThrownBy(() -> E2bSettings.of(CLOUD, KEY).withDomain(domain))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void give_connecting_less_time_than_the_whole_call() {
        var settings = E2bSettings.of(CLOUD, KEY);

        assertThatThrownBy(() -> settings.withTimes(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectTime (PT5S) must be shorter than callTime (PT5S)");
        assertThatThrownBy(() -> settings.withTimes(Duration.ZERO, Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX-Evil: 1", "ключ"})
    void take_no_key_that_no_header_can_carry_and_do_not_repeat_it(String key) {
        assertThatThrownBy(() -> new ApiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an API key must be 1 to 512 printable characters without spaces");
    }
}
