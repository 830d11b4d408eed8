package io.sandkeeper.worker.project;

/** What was brought into a sandbox. Whether it is there as it should be, a verification tells. */
public record Delivered(int files, long bytes) {}
