/**
 * Linux as the sandboxes need it: descriptors, namespaces, mounts, children, terminals, watches. No
 * word about sandboxes in here.
 */
@NullMarked
package io.sandkeeper.sandboxserver.linux;

import org.jspecify.annotations.NullMarked;
