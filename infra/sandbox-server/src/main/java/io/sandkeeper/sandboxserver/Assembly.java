package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.control.ControlPlane;
import io.sandkeeper.sandboxserver.control.Parts;
import io.sandkeeper.sandboxserver.egress.Egress;
import io.sandkeeper.sandboxserver.egress.EgressSettings;
import io.sandkeeper.sandboxserver.egress.WayOut;
import io.sandkeeper.sandboxserver.events.Courier;
import io.sandkeeper.sandboxserver.events.EventLog;
import io.sandkeeper.sandboxserver.events.Webhooks;
import io.sandkeeper.sandboxserver.faults.Switchboard;
import io.sandkeeper.sandboxserver.faults.SwitchboardPanel;
import io.sandkeeper.sandboxserver.front.Daemon;
import io.sandkeeper.sandboxserver.front.Front;
import io.sandkeeper.sandboxserver.gateway.Gateway;
import io.sandkeeper.sandboxserver.http.HttpLimits;
import io.sandkeeper.sandboxserver.http.HttpServer;
import io.sandkeeper.sandboxserver.machine.Machine;
import io.sandkeeper.sandboxserver.sandbox.Attachment;
import io.sandkeeper.sandboxserver.sandbox.Copies;
import io.sandkeeper.sandboxserver.sandbox.CreationRate;
import io.sandkeeper.sandboxserver.sandbox.Guest;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;
import io.sandkeeper.sandboxserver.sandbox.Ticker;
import io.sandkeeper.sandboxserver.template.Templates;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Puts the parts of a server together. */
final class Assembly {
    private static final Duration WEBHOOK_PAUSE = Duration.ofSeconds(10);

    private final Options options;
    private final int port;
    private final DataFolder data;
    private final Machine machine;
    private final Daemon daemon;
    private final InstantSource time;
    private final Templates templates;

    Assembly(
            Options options,
            int port,
            DataFolder data,
            Machine machine,
            Daemon daemon,
            InstantSource time) {
        this.options = options;
        this.port = port;
        this.data = data;
        this.machine = machine;
        this.daemon = daemon;
        this.time = time;
        this.templates = Templates.load(options.templates(), time.instant());
    }

    Templates templates() {
        return templates;
    }

    void open(Closing closing, ServerSocketChannel socket) throws IOException {
        HttpServer http = closing.later(new HttpServer(HttpLimits.USUAL, time));
        var courier = new Courier(WEBHOOK_PAUSE, ControlPlane::write, time);
        Webhooks webhooks = closing.later(new Webhooks(courier));
        var events = new EventLog(webhooks::announce);
        Egress egress = closing.later(egress(http));
        Sandboxes sandboxes = closing.later(sandboxes(egress, events));
        closing.later(new Ticker(sandboxes, time));
        var copies = new Copies(sandboxes, templates, machine, data.copies(), time);
        var parts =
                new Parts(
                        sandboxes,
                        templates,
                        copies,
                        events,
                        webhooks,
                        options.limits().creationsPerSecond().map(CreationRate::new),
                        options.limits().idempotency());
        closing.later(http.serve(socket, front(sandboxes, parts)));
    }

    private Egress egress(HttpServer http) {
        var settings =
                EgressSettings.here(options.network().internet(), options.network().allowHosts());
        return new Egress(settings, http, machine.isolation().network());
    }

    private Sandboxes sandboxes(Egress egress, EventLog events) throws IOException {
        return Sandboxes.over(
                machine,
                data.sandboxes(),
                new Sandboxes.Limits(options.limits().sandboxes(), options.limits().maxLifetime()),
                guest -> attach(guest, egress),
                events,
                time);
    }

    private Attachment attach(Guest guest, Egress egress) throws IOException {
        WayOut out = egress.open(guest);
        return new Attachment() {
            @Override
            public Map<String, String> environment() {
                return out.environment();
            }

            @Override
            public void close() {
                out.close();
                daemon.forget(guest);
            }
        };
    }

    private Front front(Sandboxes sandboxes, Parts parts) {
        String domain = options.domain().orElse("localhost:" + port);
        var control = new ControlPlane(parts, options.apiKey(), domain, time);
        var switchboard = new Switchboard(sandboxes);
        Optional<SwitchboardPanel> panel =
                options.faults()
                        ? Optional.of(new SwitchboardPanel(switchboard, options.apiKey()))
                        : Optional.empty();
        return new Front(sandboxes, control, daemon, new Gateway()::handle, switchboard, panel);
    }
}
