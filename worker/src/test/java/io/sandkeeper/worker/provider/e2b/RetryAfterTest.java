package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nothing;                                                     ",
                "Retry-After=7;                                               PT7S",
                "retry-after= 7 ;                                             PT7S",
                "Retry-After=0;                                               PT1S",
                "Retry-After=999999999999999999;                              PT1H",
                "Retry-After=99999999999999999999999;                         ",
                "Retry-After=-7;                                              ",
                "Retry-After=soon;                                            ",
                "Retry-After=Sun, 01 Mar 2026 12:00:30 GMT;                   PT30S",
                "Retry-After=Sun, 01 Mar 2026 11:00:00 GMT;                   PT1S",
                "Retry-After=Sun, 01 Mar 2099 12:00:30 GMT;                   PT1H",
                "RateLimit-Remaining=0|RateLimit-Reset=9;                     PT9S",
                "RateLimit-Remaining=5|RateLimit-Reset=9;                     ",
                "RateLimit-Reset=9;                                           ",
                "Retry-After=7|RateLimit-Remaining=0|RateLimit-Reset=9;       PT7S",
                "Retry-After=soon|RateLimit-Remaining=0|RateLimit-Reset=9;    PT9S",
            })
    void is_what_the_headers_ask_for_within_reason(String headers, Duration expected) {
        assertThat(RetryAfter.read(headers(headers), Orders.NOW).orElse(null)).isEqualTo(expected);
    }

    private static HttpHeaders headers(String text) {
        var headers =
                Stream.of(text.split("\\|"))
                        .map(line -> line.split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1])));
        return HttpHeaders.of(Map.copyOf(headers), (_, _) -> true);
    }
}
