package io.sandkeeper.sandboxserver.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.egress.Verdict.Allow;
import io.sandkeeper.sandboxserver.egress.Verdict.Deny;
import io.sandkeeper.sandboxserver.egress.Verdict.Reason;
import io.sandkeeper.sandboxserver.egress.Verdict.Resolve;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BorderTest {
    private static final String PUBLIC = "93.184.216.34";
    private static final HostPort SITE = new HostPort("www.example.com", 443);

    private static EgressSettings server(boolean internet, String... allowHosts) {
        return new EgressSettings(
                internet,
                Set.copyOf(Stream.of(allowHosts).map(HostPort::parse).toList()),
                Set.of(InetAddress.ofLiteral("198.200.0.1")));
    }

    private static NetworkPolicy policy(boolean internet, List<String> allow, List<String> deny) {
        return new NetworkPolicy(internet, true, allow, deny, Map.of(), Optional.empty());
    }

    private static List<InetAddress> at(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    @Test
    void nothing_leaves_a_server_that_was_not_told_to_let_it() {
        var border = new Border(server(false), NetworkPolicy.OPEN);

        assertThat(border.judgeName(SITE)).isEqualTo(new Deny(Reason.NOT_CONFIGURED));
        assertThat(border.judge(SITE, at(PUBLIC))).isEqualTo(new Deny(Reason.NOT_CONFIGURED));
    }

    @Test
    void the_internet_is_reached_when_configured() {
        var border = new Border(server(true), NetworkPolicy.OPEN);

        assertThat(border.judgeName(SITE)).isEqualTo(new Resolve());
        assertThat(border.judge(SITE, at(PUBLIC, "2606:2800:220:1::1"))).isEqualTo(new Allow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fd00::1",
                "fe80::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "198.200.0.1"
            })
    void a_private_address_is_not_the_internet_whatever_its_name(String address) {
        var border = new Border(server(true), NetworkPolicy.OPEN);

        assertThat(border.judge(SITE, at(address))).isEqualTo(new Deny(Reason.PRIVATE_ADDRESS));
        assertThat(border.judge(SITE, at(PUBLIC, address)))
                .as("one bad address spoils the name")
                .isEqualTo(new Deny(Reason.PRIVATE_ADDRESS));
        assertThat(
                        new Border(server(true), policy(true, List.of(address), List.of()))
                                .judge(SITE, at(address)))
                .as("a sandbox cannot allow itself what the server does not")
                .isEqualTo(new Deny(Reason.PRIVATE_ADDRESS));
    }

    @Test
    void a_named_host_is_reached_at_its_port_only() {
        var border = new Border(server(false, "registry.lan:4873"), NetworkPolicy.OPEN);

        assertThat(border.judge(new HostPort("registry.lan", 4873), at("10.0.0.9")))
                .isEqualTo(new Allow());
        assertThat(border.judge(new HostPort("Registry.Lan.", 4873), at("10.0.0.9")))
                .isEqualTo(new Allow());
        assertThat(border.judgeName(new HostPort("registry.lan", 22)))
                .isEqualTo(new Deny(Reason.NOT_CONFIGURED));
        assertThat(border.judgeName(new HostPort("10.0.0.9", 4873)))
                .isEqualTo(new Deny(Reason.NOT_CONFIGURED));
    }

    @Test
    void the_names_of_the_loopback_are_one() {
        var border = new Border(server(false, "localhost:5432"), NetworkPolicy.OPEN);

        assertThat(border.judge(new HostPort("127.0.0.1", 5432), at("127.0.0.1")))
                .isEqualTo(new Allow());
        assertThat(border.judge(new HostPort("[::1]", 5432), at("::1"))).isEqualTo(new Allow());
        assertThat(border.judgeName(new HostPort("localhost", 22)))
                .isEqualTo(new Deny(Reason.NOT_CONFIGURED));
    }

    @ParameterizedTest
    @CsvSource({
        // allowOut, denyOut, verdict for www.example.com at 93.184.216.34
        "'', '', true",
        "'', 0.0.0.0/0, false",
        "www.example.com, 0.0.0.0/0, true",
        "WWW.Example.com, 0.0.0.0/0, true",
        "*.example.com, 0.0.0.0/0, true",
        "*, 0.0.0.0/0, true",
        "example.com, 0.0.0.0/0, false",
        "*.www.example.com, 0.0.0.0/0, false",
        "*.ample.com, 0.0.0.0/0, false",
        "93.184.216.34, 0.0.0.0/0, true",
        "93.184.0.0/16, 0.0.0.0/0, true",
        "93.184.216.35, 0.0.0.0/0, false",
        "'', 93.184.216.34, false",
        "'', 93.184.216.0/24, false",
        "'', 93.184.217.0/24, true",
        "93.184.216.34, 93.184.216.0/24, true",
        "'', www.example.com, false",
        "'', *.example.com, false",
        "10.0.0.1, www.example.com, false",
        "'', 2000::/3, true",
    })
    void allow_beats_deny(String allow, String deny, boolean out) {
        var lists = policy(true, entries(allow), entries(deny));

        var verdict = new Border(server(true), lists).judge(SITE, at(PUBLIC));

        assertThat(verdict).isEqualTo(out ? new Allow() : new Deny(Reason.POLICY));
    }

    private static List<String> entries(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(" "));
    }

    @Test
    void every_address_of_a_name_must_be_allowed() {
        var lists = policy(true, List.of(PUBLIC), List.of("0.0.0.0/0"));
        var border = new Border(server(true), lists);

        assertThat(border.judge(SITE, at(PUBLIC, "93.184.216.35")))
                .isEqualTo(new Deny(Reason.POLICY));
    }

    @Test
    void no_internet_access_leaves_only_what_is_allowed() {
        var border = new Border(server(true), policy(false, List.of("www.example.com"), List.of()));

        assertThat(border.judge(SITE, at(PUBLIC))).isEqualTo(new Allow());
        assertThat(border.judgeName(new HostPort("other.example.com", 443)))
                .isEqualTo(new Deny(Reason.POLICY));
        assertThat(border.judge(new HostPort("v6.example", 443), at("2606:2800:220:1::1")))
                .isEqualTo(new Deny(Reason.POLICY));
    }

    @Test
    void no_name_is_asked_for_that_cannot_be_reached() {
        var closed = policy(true, List.of("other.example"), List.of("0.0.0.0/0"));
        var byAddress = policy(true, List.of(PUBLIC), List.of("0.0.0.0/0"));

        assertThat(new Border(server(true), closed).judgeName(SITE))
                .isEqualTo(new Deny(Reason.POLICY));
        assertThat(new Border(server(true), byAddress).judgeName(SITE)).isEqualTo(new Resolve());
    }

    @Test
    void header_rules_hold_for_their_domain() {
        var rules =
                Map.of(
                        "api.example.com", Map.of("Authorization", "Bearer x"),
                        "*.example.com", Map.of("X-Team", "a"),
                        "other.com", Map.of("X-Other", "b"));
        var policy = new NetworkPolicy(true, true, List.of(), List.of(), rules, Optional.empty());
        var border = new Border(server(true), policy);

        assertThat(border.headersFor(new HostPort("api.example.com", 80)))
                .isEqualTo(Map.of("Authorization", "Bearer x", "X-Team", "a"));
        assertThat(border.headersFor(new HostPort("example.com", 80))).isEmpty();
    }
}
