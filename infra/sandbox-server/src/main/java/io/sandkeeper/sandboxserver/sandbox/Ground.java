package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Machine;

import java.time.InstantSource;

/** What all sandboxes of a server stand on. */
record Ground(
        Machine machine,
        Rules rules,
        Slots slots,
        Attachments attachments,
        Witness witness,
        InstantSource time) {}
