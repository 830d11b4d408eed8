package io.sandkeeper.worker.provider.e2b;

/** The requests that we make, as far as what comes of them differs. */
enum Call {
    CREATE("POST", "/v2/sandboxes", Peer.CONTROL, Repeat.HARMFUL),
    CREATE_OLD("POST", "/sandboxes", Peer.CONTROL, Repeat.HARMFUL),
    LIST("GET", "/v2/sandboxes", Peer.CONTROL, Repeat.HARMLESS),
    LOOK("GET", "/sandboxes/{id}", Peer.CONTROL, Repeat.HARMLESS),
    KILL("DELETE", "/sandboxes/{id}", Peer.CONTROL, Repeat.HARMLESS),
    PAUSE("POST", "/sandboxes/{id}/pause", Peer.CONTROL, Repeat.HARMLESS),
    CONNECT("POST", "/v2/sandboxes/{id}/connect", Peer.CONTROL, Repeat.HARMLESS),
    CONNECT_OLD("POST", "/sandboxes/{id}/connect", Peer.CONTROL, Repeat.HARMLESS),
    EXTEND("POST", "/sandboxes/{id}/timeout", Peer.CONTROL, Repeat.HARMLESS),

    // A command may have run when its answer is lost. Still it is no unknown outcome: that word is
    // for sandboxes that may exist, and whoever runs a command runs it again or gives the sandbox
    // up.
    COMMAND("POST", "/process.Process/Start", Peer.DAEMON, Repeat.HARMLESS),
    HEALTH("GET", "/health", Peer.DAEMON, Repeat.HARMLESS),
    READ("GET", "/files", Peer.DAEMON, Repeat.HARMLESS),
    WRITE("POST", "/files", Peer.DAEMON, Repeat.HARMLESS);

    enum Peer {
        CONTROL,
        DAEMON
    }

    enum Repeat {
        HARMLESS,
        HARMFUL
    }

    private final String method;
    private final String path;
    private final Peer peer;
    private final Repeat repeat;

    Call(String method, String path, Peer peer, Repeat repeat) {
        this.method = method;
        this.path = path;
        this.peer = peer;
        this.repeat = repeat;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    Peer peer() {
        return peer;
    }

    Repeat repeat() {
        return repeat;
    }

    /** Shown to people: the path's form, never an id or a query. */
    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
