/**
 * Decides whether a due operation may begin: breakers, rate limits, full accounts, budgets, and the
 * queue of those who wait. What was decided is in one document per lane, so that all workers agree.
 */
@NullMarked
package io.sandkeeper.worker.admission;

import org.jspecify.annotations.NullMarked;
