package io.sandkeeper.bench.drill;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Gives each drill the one stack that all of them share, whole again after the drill before. The
 * logs of a drill that failed are kept in {@code target/drill-logs}.
 */
final class Drills implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(Drills.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stage(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        var stage = stage(context);
        stage.machinery().restore();
        stage.cloud().heal();
        stage.cloud().countAnew();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            var logs = Path.of("target", "drill-logs", context.getRequiredTestMethod().getName());
            stage(context).machinery().keepLogs(logs);
        }
    }

    private static Stage stage(ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Stage.class, _ -> unchecked(Stage::set), Stage.class);
    }

    private static Stage unchecked(Callable<Stage> set) {
        try {
            return set.call();
        } catch (Exception failure) {
            throw new IllegalStateException("the stack for the drills does not start", failure);
        }
    }
}
