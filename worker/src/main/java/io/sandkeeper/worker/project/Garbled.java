package io.sandkeeper.worker.project;

import java.io.IOException;

/** A sandbox's answer is not what was asked for. It is hostile until shown otherwise. */
final class Garbled extends IOException {
    private static final long serialVersionUID = 1L;

    Garbled(String what) {
        super(what);
    }
}
