package io.sandkeeper.sandboxserver.machine;

/**
 * What keeps sandboxes apart here; the banner shows it.
 *
 * @param files each sandbox sees its own /home, /root and /tmp
 * @param processes each sandbox sees only its own processes
 * @param network each sandbox has its own loopback, and reaches the world through the server only
 */
public record Isolation(boolean files, boolean processes, boolean network, String explanation) {}
