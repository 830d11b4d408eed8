package io.sandkeeper.sandboxserver.http;

import java.net.SocketAddress;

/**
 * The head of a request.
 *
 * @param target the request target as it came: origin form, absolute form (a forward proxy's) or
 *     authority form (CONNECT)
 * @param path the decoded-nowhere path of the target, without the query
 * @param query the raw query without its question mark, empty when there is none
 */
public record Request(
        String method,
        String target,
        String path,
        String query,
        Headers headers,
        SocketAddress remote) {}
