package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;

/** A process of a cell that the server started. */
record SpawnedProcess(Child child) implements CellProcess {
    @Override
    public int pid() {
        return child.innerPid();
    }

    @Override
    public OutputStream input() {
        return child.input();
    }

    @Override
    public InputStream output() {
        return child.output();
    }

    @Override
    public InputStream error() {
        return child.error();
    }

    @Override
    public void signal(int number) throws IOException {
        child.signal(number);
    }

    @Override
    public void resize(Command.TerminalSize size) throws IOException {
        child.resize(size.columns(), size.rows());
    }

    @Override
    public Exit await() throws InterruptedException {
        try {
            Child.End end = child.end().get();
            return end.signal() == 0 ? new Exit.Code(end.code()) : new Exit.Signal(end.signal());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
