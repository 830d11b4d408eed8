package io.sandkeeper.events.codec;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which fields of one object go together. */
sealed interface Together {
    void check(Predicate<String> there, String pointer);

    void describe(Map<String, Object> schema);

    record AtLeastOne(List<String> names) implements Together {
        @Override
        public void check(Predicate<String> there, String pointer) {
            if (names.stream().noneMatch(there)) {
                var all = String.join(", ", names);
                throw new Refused(
                        pointer + "/" + names.getFirst(),
                        Rule.MISSING,
                        "is missing, and so are its alternatives",
                        "send at least one of " + all);
            }
        }

        @Override
        public void describe(Map<String, Object> schema) {
            schema.put(
                    "anyOf",
                    names.stream().map(name -> Map.of("required", List.of(name))).toList());
        }
    }

    record NotBoth(String one, String other) implements Together {
        @Override
        public void check(Predicate<String> there, String pointer) {
            if (there.test(one) && there.test(other)) {
                throw new Refused(
                        pointer + "/" + other,
                        Rule.INCONSISTENT,
                        "is there together with " + one,
                        "send one of the two");
            }
        }

        @Override
        public void describe(Map<String, Object> schema) {
            schema.put("not", Map.of("required", List.of(one, other)));
        }
    }

    /** The second means nothing without the first. */
    record Needs(String second, String first) implements Together {
        @Override
        public void check(Predicate<String> there, String pointer) {
            if (there.test(second) && !there.test(first)) {
                throw new Refused(
                        pointer + "/" + first,
                        Rule.MISSING,
                        "is missing although " + second + " is there",
                        "send both or none");
            }
        }

        @Override
        public void describe(Map<String, Object> schema) {
            schema.put("dependentRequired", Map.of(second, List.of(first)));
        }
    }
}
