package io.sandkeeper.bench;

/** Something that can be measured, under the name by which {@link Bench} is asked for it. */
public interface Benchmark {
    String name();

    /** One line for those who ask what there is. */
    String summary();

    Report run(Options options) throws Exception;
}
