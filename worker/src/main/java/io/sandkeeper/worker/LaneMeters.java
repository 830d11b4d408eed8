package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sandkeeper.worker.admission.Gate;
import io.sandkeeper.worker.admission.LaneView;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The lanes as gauges; every worker shows the same, so the largest of all is the truth. */
final class LaneMeters implements Consumer<List<LaneView>> {
    private final MultiGauge breaker;
    private final MultiGauge length;
    private final MultiGauge age;
    private final MultiGauge used;

    LaneMeters(MeterRegistry meters) {
        this.breaker =
                MultiGauge.builder("sandkeeper.breaker.state")
                        .description("0 free, 1 opening, 2 probing, 3 shut")
                        .register(meters);
        this.length =
                MultiGauge.builder("sandkeeper.queue.length")
                        .description("How many wait")
                        .register(meters);
        this.age =
                MultiGauge.builder("sandkeeper.queue.age")
                        .description("How long the first has waited")
                        .baseUnit("seconds")
                        .register(meters);
        this.used =
                MultiGauge.builder("sandkeeper.budget.used")
                        .description("Calls to the provider in the current window")
                        .register(meters);
    }

    @Override
    public void accept(List<LaneView> views) {
        show(breaker, views, view -> state(view.gate()));
        show(length, views, LaneView::waiting);
        show(age, views, view -> view.oldest().toMillis() / 1000.0);
        show(used, views, LaneView::used);
    }

    private static void show(
            MultiGauge gauge, List<LaneView> views, ToDoubleFunction<LaneView> value) {
        gauge.register(
                views.stream()
                        .map(
                                view ->
                                        Row.of(
                                                Tags.of("lane", view.lane().toString()),
                                                value.applyAsDouble(view)))
                        .toList(),
                true);
    }

    private static int state(Gate gate) {
        return switch (gate) {
            case Gate.Free _ -> 0;
            case Gate.Opening _ -> 1;
            case Gate.Probing _ -> 2;
            case Gate.Shut _ -> 3;
        };
    }
}
