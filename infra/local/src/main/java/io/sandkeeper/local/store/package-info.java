/**
 * The embedded store: a server in this process that speaks the MongoDB wire protocol and keeps
 * everything in memory.
 *
 * <p>The wire, the query matcher, the update operators and the aggregation stages are
 * mongo-java-server's. What it lacks for this product is ours: documents at rest, ordered and
 * partial indexes, a planner that uses them, and the commands that tell the truth about them.
 */
@NullMarked
package io.sandkeeper.local.store;

import org.jspecify.annotations.NullMarked;
