package io.sandkeeper.events;

/** A small file that travels in the event. */
public record InlineFile(FilePath path, FileContent content, boolean executable) {}
