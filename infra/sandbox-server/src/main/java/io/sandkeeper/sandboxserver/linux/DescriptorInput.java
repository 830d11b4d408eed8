package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.io.InputStream;

/** What a descriptor gives, as a stream. It closes itself at the end. */
public final class DescriptorInput extends InputStream {
    private final Descriptor descriptor;
    private volatile boolean ended;

    public DescriptorInput(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = descriptor.read(target, offset, length);
        if (count < 0) {
            ended = true;
            descriptor.close();
        }
        return count;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
