package io.sandkeeper.sandboxserver.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.sandboxserver.ScriptedServer;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DepartureTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.216.34");

    private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
    private final Departure departure = new Departure(_ -> answers.remove());

    @Test
    void connects_to_the_address_that_was_judged() throws Exception {
        try (var service = ScriptedServer.saying("")) {
            var name = new HostPort("service.test", service.port());
            var settings = new EgressSettings(false, Set.of(name), Set.of());
            answers.add(List.of(LOOPBACK));
            answers.add(List.of(PUBLIC));

            try (var channel = departure.connect(name, new Border(settings, NetworkPolicy.OPEN))) {
                assertThat(channel.getRemoteAddress())
                        .isEqualTo(new InetSocketAddress(LOOPBACK, service.port()));
            }
            assertThat(answers).as("asked once").hasSize(1);
        }
    }

    @Test
    void asks_for_no_name_that_is_denied() {
        var border = new Border(new EgressSettings(false, Set.of(), Set.of()), NetworkPolicy.OPEN);

        assertThatThrownBy(
                        () -> departure.connect(new HostPort("secret.attacker.test", 80), border))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("secret.attacker.test:80");
    }

    @Test
    void denies_a_public_name_for_a_private_address() {
        var border = new Border(new EgressSettings(true, Set.of(), Set.of()), NetworkPolicy.OPEN);
        answers.add(List.of(LOOPBACK));

        assertThatThrownBy(() -> departure.connect(new HostPort("rebound.test", 80), border))
                .isInstanceOf(DeniedException.class);
    }

    @Test
    void tries_the_next_address_when_one_does_not_answer() throws Exception {
        try (var service = ScriptedServer.saying("")) {
            var name = new HostPort("service.test", service.port());
            var settings = new EgressSettings(false, Set.of(name), Set.of());
            answers.add(List.of(InetAddress.ofLiteral("127.9.9.9"), LOOPBACK));

            try (var channel = departure.connect(name, new Border(settings, NetworkPolicy.OPEN))) {
                assertThat(channel.getRemoteAddress())
                        .isEqualTo(new InetSocketAddress(LOOPBACK, service.port()));
            }
        }
    }
}
