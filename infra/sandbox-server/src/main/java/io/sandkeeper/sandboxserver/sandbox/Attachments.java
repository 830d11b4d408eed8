package io.sandkeeper.sandboxserver.sandbox;

import java.io.IOException;

@FunctionalInterface
public interface Attachments {
    /** Called at each start of a cell, before anything runs in it. */
    Attachment attach(Guest guest) throws IOException;
}
