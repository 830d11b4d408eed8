/**
 * The provider's port in E2B's protocol, over plain HTTP/1.1. What a server answers is not trusted:
 * bodies are bounded, redirects are not followed, every call has a time limit.
 */
@NullMarked
package io.sandkeeper.worker.provider.e2b;

import org.jspecify.annotations.NullMarked;
