package io.sandkeeper.worker.project;

/** What is not in a sandbox as it should be. */
public sealed interface Difference {
    ProjectPath path();

    record Missing(ProjectPath path) implements Difference {}

    /**
     * @param what for people
     */
    record Other(ProjectPath path, String what) implements Difference {}
}
