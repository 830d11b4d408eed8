package io.sandkeeper.worker.archive.s3;

import java.util.Map;

/** Something that the server is asked. */
final class Call {
    private static final byte[] NOTHING = {};

    final String method;
    final String path;
    final String query;
    final Map<String, String> headers;
    final byte[] body;

    private Call(
            String method, String path, String query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /**
     * @param path within the bucket, with its slash
     */
    static Call put(String path, byte[] body) {
        return new Call("PUT", path, "", Map.of(), body);
    }

    static Call get(String path, Map<String, String> headers) {
        return new Call("GET", path, "", headers, NOTHING);
    }

    /**
     * @param query sorted and encoded
     */
    static Call list(String query) {
        return new Call("GET", "", query, Map.of(), NOTHING);
    }

    static Call delete(String path) {
        return new Call("DELETE", path, "", Map.of(), NOTHING);
    }
}
