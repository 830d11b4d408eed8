package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.provider.Weather;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the fake says of its weather is what a caller of the real adapter hears of the same weather
 * over the wire. So a simulation on the fake holds for the adapter.
 */
final class WeatherOverTheWireTest {
    private static final int STEPS = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void means_the_same(long seed) throws IOException {
        var clock = new SteppedClock();
        var near = new FakeCloud(clock);
        var far = new FakeCloud(clock);
        var nearWay = new FakeProvider(near);
        var farWay = new FakeProvider(far);
        try (var server = new WireFake(far, farWay);
                var provider =
                        new E2bProvider(
                                E2bSettings.of(server.url(), new ApiKey("e2b_key"))
                                        .withSandboxUrl(server.url()),
                                clock)) {

            // Once in good weather: until then the adapter asks again what it cannot be sure of.
            meet(nearWay);
            meet(provider);
            nearWay.weather(Weather.seeded(seed, 50));
            farWay.weather(Weather.seeded(seed, 50));

            var expected = story(nearWay, seed);
            var heard = story(provider, seed);

            assertThat(heard).as("seed " + seed).isEqualTo(expected);
            assertThat(far.live()).as("seed " + seed).isEqualTo(near.live());
            assertThat(expected).contains("create Unknown", "create Limited", "kill Transient");
        }
    }

    private static void meet(Provider provider) {
        assertThat(provider.create(order(STEPS))).isInstanceOf(Answer.Done.class);
        assertThat(provider.connect(new SandboxId("sandbox0001"), Duration.ofHours(1)))
                .isInstanceOf(Answer.Done.class);
    }

    private static List<String> story(Provider provider, long seed) {
        var random = new Random(seed);
        var story = new ArrayList<String>();
        for (var step = 0; step < STEPS; step++) {
            var sandbox = new SandboxId("sandbox%04d".formatted(1 + random.nextInt(20)));
            switch (random.nextInt(4)) {
                case 0 -> story.add("create " + kind(provider.create(order(step))));
                case 1 -> story.add("look " + kind(provider.look(sandbox)));
                case 2 -> story.add("kill " + kind(provider.kill(sandbox)));
                default ->
                        story.add(
                                "connect " + kind(provider.connect(sandbox, Duration.ofHours(1))));
            }
        }
        return story;
    }

    private static String kind(Answer<?> answer) {
        return answer instanceof Answer.Failed<?>(var failure)
                ? failure.getClass().getSimpleName()
                : answer.getClass().getSimpleName();
    }

    private static Order order(int step) {
        return new Order(
                "base",
                Duration.ofHours(1),
                Map.of("step", Integer.toString(step)),
                Map.of(),
                "key" + step,
                false);
    }
}
