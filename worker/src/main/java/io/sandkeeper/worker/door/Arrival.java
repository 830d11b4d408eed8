package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.util.concurrent.CompletableFuture;

/** A signal on its way in. */
record Arrival(SessionId session, Signal signal, CompletableFuture<Void> durable) {}
