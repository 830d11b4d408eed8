/**
 * The command-line client: publishes requests and shows what comes back, for people and scripts.
 */
@NullMarked
package io.sandkeeper.client;

import org.jspecify.annotations.NullMarked;
