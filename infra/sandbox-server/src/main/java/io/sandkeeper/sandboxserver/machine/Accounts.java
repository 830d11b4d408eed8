package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Identity;
import io.sandkeeper.sandboxserver.linux.Owner;

import java.util.List;
import java.util.stream.Stream;

/** How the users of a sandbox are told apart on this host. */
sealed interface Accounts {
    Owner USER = new Owner(1000, 1000);

    Identity identity(String user);

    /** What to run instead, so that the command is run as that user. */
    default List<String> command(String user, List<String> command) {
        return command;
    }

    /** Whether files can belong to different users. */
    boolean owners();

    /** Each is a user of the host: the server is root. */
    record Real(long powers) implements Accounts {
        @Override
        public Identity identity(String user) {
            return new Identity(user.equals("root") ? Owner.ROOT : USER, powers);
        }

        @Override
        public boolean owners() {
            return true;
        }
    }

    /** All are the server's own user, which calls itself root or "user" as is asked. */
    record Apparent() implements Accounts {
        @Override
        public Identity identity(String user) {
            return new Identity(Identity.UNCHANGED.owner(), Identity.containedPowers());
        }

        @Override
        public List<String> command(String user, List<String> command) {
            if (user.equals("root")) {
                return command;
            }
            var asUser =
                    Stream.of(
                            "/usr/bin/unshare",
                            "--user",
                            "--map-user=1000",
                            "--map-group=1000",
                            "--");
            return Stream.concat(asUser, command.stream()).toList();
        }

        @Override
        public boolean owners() {
            return false;
        }
    }

    /** All are the server's own user and say so. */
    record Same() implements Accounts {
        @Override
        public Identity identity(String user) {
            return Identity.UNCHANGED;
        }

        @Override
        public boolean owners() {
            return false;
        }
    }
}
