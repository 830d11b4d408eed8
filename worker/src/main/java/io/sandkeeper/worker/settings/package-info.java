/** What an operator can set: one record for each module, read from {@code sandkeeper.*}. */
@NullMarked
package io.sandkeeper.worker.settings;

import org.jspecify.annotations.NullMarked;
