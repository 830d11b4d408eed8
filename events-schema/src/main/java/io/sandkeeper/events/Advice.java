package io.sandkeeper.events;

/** Why it did not work, for a person, and what the person can do next. */
public record Advice(String code, String message, String nextStep) {}
