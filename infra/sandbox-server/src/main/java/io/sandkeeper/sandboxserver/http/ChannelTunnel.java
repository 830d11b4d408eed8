package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

final class ChannelTunnel implements Tunnel {
    private final Connection connection;
    private final Inbound inbound;
    private final Outbound outbound;

    ChannelTunnel(Connection connection, Inbound inbound, Outbound outbound) {
        this.connection = connection;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    @Override
    public InputStream input() {
        return inbound;
    }

    @Override
    public OutputStream output() {
        return outbound;
    }

    @Override
    public void closeOutput() throws IOException {
        connection.closeOutput();
    }

    @Override
    public void close() {
        connection.close();
    }
}
