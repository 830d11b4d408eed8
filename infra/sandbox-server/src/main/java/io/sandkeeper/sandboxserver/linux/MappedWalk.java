package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A walk over the host's files in which some directories stand for others. The kernel cannot do
 * that, so each step is taken here, from the open directory that the last one led to: a directory
 * that is swapped for a link meanwhile changes where the walk ends only as an honest link would.
 */
public final class MappedWalk implements PathWalk {
    private static final int LINKS_AT_MOST = 40;

    private final Map<String, String> mapped;
    private final String hidden;

    /**
     * @param mapped the host's directories for some of the root's
     * @param hidden a host directory that is reached through the mapped ones only
     */
    public MappedWalk(Map<String, String> mapped, String hidden) {
        this.mapped = Map.copyOf(mapped);
        this.hidden = hidden;
    }

    @Override
    public Descriptor open(String path, int flags, int mode) throws IOException {
        var todo = new ArrayDeque<>(steps(path));
        var way = new Way();
        try (way) {
            int links = 0;
            while (!todo.isEmpty()) {
                String step = todo.poll();
                boolean last = todo.isEmpty();
                if (step.equals("..")) {
                    way.back();
                } else if (last && (flags & Open.CREATE) != 0) {
                    return way.create(step, flags, mode);
                } else {
                    Descriptor next = way.look(step);
                    boolean follow = !last || (flags & Open.NO_FOLLOW) == 0;
                    if (follow && FileStatus.of(next).isLink()) {
                        var target = new String(Links.of(next), StandardCharsets.UTF_8);
                        next.close();
                        if (++links > LINKS_AT_MOST) {
                            throw new LinuxException(path, Errno.LOOP);
                        }
                        if (target.startsWith("/")) {
                            way.restart();
                        }
                        prepend(todo, steps(target));
                    } else {
                        way.forth(next);
                    }
                }
            }
            return finish(way.end(), path, flags);
        }
    }

    private static List<String> steps(String path) {
        return Arrays.stream(path.split("/"))
                .filter(step -> !step.isEmpty() && !step.equals("."))
                .toList();
    }

    private static void prepend(Deque<String> todo, List<String> steps) {
        for (String step : steps.reversed()) {
            todo.addFirst(step);
        }
    }

    private Descriptor finish(Descriptor place, String path, int flags) throws IOException {
        String host = new String(Links.ofOpenFile(place), StandardCharsets.UTF_8);
        if (isBelow(host, hidden) && mapped.values().stream().noneMatch(m -> isBelow(host, m))) {
            throw new LinuxException(path, Errno.ACCESS);
        }
        if ((flags & Open.DIRECTORY) != 0 && !FileStatus.of(place).isDirectory()) {
            throw new LinuxException(path, Errno.NOT_DIRECTORY);
        }
        if ((flags & Open.PLACE) != 0) {
            return place.duplicate();
        }
        return RootedWalk.openOnHost(place.path().toString(), flags & ~Open.NO_FOLLOW);
    }

    private static boolean isBelow(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    /** The open directories from the root to where the walk stands. */
    private final class Way implements AutoCloseable {
        private final List<Descriptor> directories = new ArrayList<>();

        Way() throws LinuxException {
            directories.add(RootedWalk.openOnHost("/", Open.PLACE));
        }

        Descriptor end() {
            return directories.getLast();
        }

        Descriptor look(String step) throws IOException {
            String host = directories.size() == 1 ? mapped.get("/" + step) : null;
            if (host != null) {
                return RootedWalk.openOnHost(host, Open.PLACE | Open.DIRECTORY);
            }
            return openAt(step, Open.PLACE | Open.NO_FOLLOW, 0);
        }

        Descriptor create(String step, int flags, int mode) throws IOException {
            return openAt(step, flags | Open.NO_FOLLOW, mode);
        }

        private Descriptor openAt(String name, int flags, int mode) throws LinuxException {
            try (Arena arena = Arena.ofConfined()) {
                return new Descriptor(
                        Kernel.check(
                                name,
                                Kernel.call(
                                        Syscall.OPENAT,
                                        end().number(),
                                        Kernel.text(arena, name).address(),
                                        flags | Open.CLOSE_ON_EXEC,
                                        mode)));
            }
        }

        void forth(Descriptor next) {
            directories.add(next);
        }

        void back() {
            if (directories.size() > 1) {
                directories.removeLast().close();
            }
        }

        void restart() {
            while (directories.size() > 1) {
                back();
            }
        }

        @Override
        public void close() {
            directories.forEach(Descriptor::close);
        }
    }

    @Override
    public String pathOf(Descriptor file) throws IOException {
        return insideOf(new String(Links.ofOpenFile(file), StandardCharsets.UTF_8));
    }

    @Override
    public String hostPathOf(String path) {
        for (var entry : mapped.entrySet()) {
            if (isBelow(path, entry.getKey())) {
                return entry.getValue() + path.substring(entry.getKey().length());
            }
        }
        return path;
    }

    @Override
    public String insideOf(String hostPath) {
        for (var entry : mapped.entrySet()) {
            if (isBelow(hostPath, entry.getValue())) {
                return entry.getKey() + hostPath.substring(entry.getValue().length());
            }
        }
        return hostPath;
    }
}
