package io.sandkeeper.client;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.BranchName;
import io.sandkeeper.events.FragmentId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.GitUrl;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.UserId;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what people type; each refusal says what is taken instead. */
final class Converters {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final String ID = "letters, digits and . _ -, at most 64";
    private static final String REFERENCE = "visible ASCII characters, at most 128";
    private static final String TEMPLATE = "letters, digits and . _ / : -, at most 128";

    private Converters() {}

    static void register(CommandLine line) {
        line.registerConverter(SessionId.class, as(SessionId::new, ID));
        line.registerConverter(SandboxId.class, as(SandboxId::new, ID));
        line.registerConverter(Region.class, as(Region::new, ID));
        line.registerConverter(RequestId.class, as(RequestId::new, REFERENCE));
        line.registerConverter(ProjectId.class, as(ProjectId::new, ID));
        line.registerConverter(UserId.class, as(UserId::new, REFERENCE));
        line.registerConverter(FragmentId.class, as(FragmentId::new, REFERENCE));
        line.registerConverter(Actor.class, as(Actor::new, REFERENCE));
        line.registerConverter(Framework.class, as(Framework::new, TEMPLATE));
        line.registerConverter(
                GitUrl.class,
                as(GitUrl::new, "an https address without a user, a query or a fragment"));
        line.registerConverter(BranchName.class, as(BranchName::new, "what git takes for one"));
        line.registerConverter(Duration.class, Converters::duration);
        line.registerConverter(AutoPause.class, Converters::autoPause);
    }

    private static <T> ITypeConverter<T> as(Function<String, T> type, String taken) {
        return text -> {
            try {
                return type.apply(text);
            } catch (IllegalArgumentException notAllowed) {
                throw new TypeConversionException(
                        "'%s' is not one; taken are %s".formatted(text, taken));
            }
        };
    }

    static Duration duration(String text) {
        var amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            throw new TypeConversionException(
                    "'%s' is no duration; try 90s, 15m or 2h".formatted(text));
        }
        var number = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static AutoPause autoPause(String text) {
        return "never".equals(text) ? AutoPause.NEVER : AutoPause.after(duration(text));
    }
}
