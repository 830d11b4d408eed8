package io.sandkeeper.sandboxserver.abuse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/**
 * Opens connections and says nothing on them, until its input ends. A process of its own: both ends
 * of ten thousand connections are more than one process may have open.
 */
final class IdleClients {
    private IdleClients() {}

    public static void main(String[] words) throws IOException {
        var server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
        var open = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                open.add(SocketChannel.open(server));
            }
        } catch (IOException failure) {
            System.out.println(failure);
        }
        System.out.println(open.size());
        System.in.read();
    }
}
