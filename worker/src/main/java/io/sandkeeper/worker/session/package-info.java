/**
 * The life of a session, decided without doing anything: {@link
 * io.sandkeeper.worker.session.Lifecycle} takes a session, a signal and the time, and says what
 * becomes of it. It knows java.* and itself.
 */
@NullMarked
package io.sandkeeper.worker.session;

import org.jspecify.annotations.NullMarked;
