package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.io.OutputStream;

/** What a descriptor takes, as a stream. */
public final class DescriptorOutput extends OutputStream {
    private final Descriptor descriptor;

    public DescriptorOutput(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        descriptor.write(source, offset, length);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
