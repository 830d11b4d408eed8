package io.sandkeeper.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class KeyBytesTest {
    private static final List<@Nullable Object> RISING =
            Arrays.asList(
                    MinKey.getInstance(),
                    KeyBytes.NoElement.NO_ELEMENT,
                    null,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Long.MIN_VALUE,
                    Long.MIN_VALUE + 1,
                    -1.5,
                    -1,
                    0,
                    Double.MIN_VALUE,
                    1L,
                    1.5,
                    (1L << 53) + 1,
                    (1L << 53) + 2,
                    Long.MAX_VALUE - 1,
                    Long.MAX_VALUE,
                    0x1p63,
                    Double.POSITIVE_INFINITY,
                    "",
                    "\0",
                    "\0a",
                    "a",
                    "a\0",
                    "a\0b",
                    "aa",
                    "b",
                    "\uFFFD",
                    "\uD83D\uDE00",
                    new Document(),
                    new Document("a", 1),
                    new Document("a", 1).append("b", 1),
                    new Document("a", 2),
                    new Document("b", 0),
                    new Document("a", "text"),
                    List.of(),
                    List.of(1),
                    List.of(1, 2),
                    List.of(2),
                    new ObjectId("000000000000000000000001"),
                    new ObjectId("ff0000000000000000000000"),
                    false,
                    true,
                    Instant.ofEpochMilli(-1),
                    Instant.EPOCH,
                    Instant.ofEpochMilli(1),
                    MaxKey.getInstance());

    @Nested
    class The_bytes_of_a_value {
        @Test
        void sort_as_the_value_does() {
            for (int i = 1; i < RISING.size(); i++) {
                assertThat(compare(RISING.get(i - 1), RISING.get(i)))
                        .as("%s before %s", RISING.get(i - 1), RISING.get(i))
                        .isNegative();
            }
        }

        @Test
        void sort_the_other_way_when_they_are_inverted() {
            for (int i = 1; i < RISING.size(); i++) {
                byte[] smaller = new KeyBytes().put(RISING.get(i - 1), false).toBytes();
                byte[] larger = new KeyBytes().put(RISING.get(i), false).toBytes();
                assertThat(Arrays.compareUnsigned(smaller, larger)).isPositive();
            }
        }

        @Test
        void are_never_the_beginning_of_anothers() {
            for (Object one : RISING) {
                for (Object other : RISING) {
                    byte[] prefix = KeyBytes.of(one);
                    byte[] longer = KeyBytes.of(other);
                    boolean begins =
                            longer.length > prefix.length
                                    && Arrays.equals(prefix, Arrays.copyOf(longer, prefix.length));
                    assertThat(begins).as("%s begins %s", one, other).isFalse();
                }
            }
        }

        @Test
        void are_the_same_for_one_number_in_all_its_types() {
            assertThat(KeyBytes.of(1)).isEqualTo(KeyBytes.of(1L)).isEqualTo(KeyBytes.of(1.0));
            assertThat(KeyBytes.of(0.0)).isEqualTo(KeyBytes.of(-0.0));
        }

        @Test
        void keep_the_order_of_random_numbers() {
            long seed = 7;
            Random random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                Number left = number(random);
                Number right = number(random);
                assertThat(Integer.signum(compare(left, right)))
                        .as("seed %d: %s and %s", seed, left, right)
                        .isEqualTo(exact(left).compareTo(exact(right)));
            }
        }

        private static Number number(Random random) {
            int shift = random.nextInt(64);
            return switch (random.nextInt(3)) {
                case 0 -> random.nextLong() >> shift;
                case 1 -> (double) (random.nextLong() >> shift);
                default -> random.nextGaussian() * 10;
            };
        }

        private static BigDecimal exact(Number number) {
            return number instanceof Long whole
                    ? BigDecimal.valueOf(whole)
                    : new BigDecimal(number.doubleValue());
        }
    }

    @Nested
    class A_range {
        @Test
        void after_a_prefix_begins_where_everything_with_the_prefix_ends() {
            assertThat(KeyBytes.after(new byte[] {1, 2})).containsExactly(1, 3);
            assertThat(KeyBytes.after(new byte[] {1, (byte) 0xFF})).containsExactly(2);
            assertThat(KeyBytes.after(new byte[] {})).isEqualTo(KeyBytes.BEYOND_ALL);
        }

        @Test
        void turned_round_holds_the_same_values() {
            byte[] low = KeyBytes.of(3);
            byte[] high = KeyBytes.after(KeyBytes.of(7));
            KeyRange rising = KeyRange.between(low, high);
            List<Integer> inside = new ArrayList<>();
            for (int value = 0; value < 10; value++) {
                byte[] falling =
                        KeyBytes.joined(
                                new KeyBytes().put(value, false).toBytes(),
                                new byte[] {0, 0, 0, 1});
                if (holds(rising.descending(), falling)) {
                    inside.add(value);
                }
            }
            assertThat(inside).containsExactly(3, 4, 5, 6, 7);
        }

        private static boolean holds(KeyRange range, byte[] key) {
            return Arrays.compareUnsigned(range.low(), key) <= 0
                    && Arrays.compareUnsigned(key, range.high()) < 0;
        }
    }

    private static int compare(@Nullable Object left, @Nullable Object right) {
        return Arrays.compareUnsigned(KeyBytes.of(left), KeyBytes.of(right));
    }
}
