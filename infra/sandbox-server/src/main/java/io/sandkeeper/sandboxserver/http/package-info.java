@NullMarked
package io.sandkeeper.sandboxserver.http;

import org.jspecify.annotations.NullMarked;
