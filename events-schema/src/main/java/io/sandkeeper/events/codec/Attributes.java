package io.sandkeeper.events.codec;

import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.rw.CloudEventWriter;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.TextRule;
import io.sandkeeper.events.TraceContext;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The CloudEvents attributes of one record, as they came. */
final class Attributes implements CloudEventWriter<Attributes> {
    /** Of one attribute; an address does not need more. */
    static final int MAX_LENGTH = 512;

    private static final String PREFIX = "ce_";

    private final Map<String, String> values = HashMap.newHashMap(8);
    private final String prefix;

    private Attributes(String prefix) {
        this.prefix = prefix;
    }

    /** Of a record in binary mode, where each is a header. */
    static Attributes inHeaders(SpecVersion version) {
        if (version != SpecVersion.V1) {
            throw new Refused(
                    "ce_specversion", Rule.UNKNOWN_VERSION, "is not 1.0", "send CloudEvents 1.0");
        }
        return new Attributes(PREFIX);
    }

    /** Of a record in structured mode, where each is a field beside the data. */
    static Attributes inFields() {
        return new Attributes("/");
    }

    @Override
    public Attributes withContextAttribute(String name, String value) {
        // Some producers send the content type as an attribute as well; the header decides.
        boolean twice = values.put(name, value) != null && !name.equals("datacontenttype");
        if (twice) {
            throw new Refused(field(name), Rule.DUPLICATE, "is there twice", "send it once");
        }
        return this;
    }

    /** The data stays with the record: it is read in place. */
    @Override
    public Attributes end(CloudEventData data) throws CloudEventRWException {
        return this;
    }

    @Override
    public Attributes end() {
        return this;
    }

    /** In a record in binary mode the version is looked at before there are attributes. */
    void mustBeVersionOne() {
        if (!must("specversion", "send CloudEvents 1.0").equals("1.0")) {
            throw refuse("specversion", Rule.UNKNOWN_VERSION, "is not 1.0", "send CloudEvents 1.0");
        }
    }

    /** What the attribute is called in its record. */
    String field(String name) {
        return prefix + name;
    }

    /** Empty where the record's value is the data itself. */
    String pointerToData() {
        return prefix.equals(PREFIX) ? "" : "/data";
    }

    String type() {
        return must("type", "send the event's type, like io.sandkeeper.sandbox.requested.v1");
    }

    EventId id() {
        var id = must("id", "send an id that is unique for the source");
        if (!TextRule.REFERENCE.allows(id)) {
            throw refuse(
                    "id",
                    Rule.MALFORMED,
                    "is not up to 128 visible ASCII characters",
                    "send an id like a UUID");
        }
        return new EventId(id);
    }

    URI source() {
        var source = must("source", "send who the producer is, like /my-service");
        try {
            return new URI(source);
        } catch (URISyntaxException broken) {
            throw refuse(
                    "source",
                    Rule.MALFORMED,
                    "is not a URI reference",
                    "send a source like /my-service");
        }
    }

    Instant time() {
        var time = Time.parsed(must("time", "send when it happened"));
        if (time == null) {
            throw refuse(
                    "time",
                    Rule.MALFORMED,
                    "is not an RFC 3339 time",
                    "send a time like 2026-01-31T12:00:00Z");
        }
        return time;
    }

    /** The W3C asks to ignore what is not a trace context: nobody loses a sandbox over that. */
    @Nullable TraceContext trace() {
        var parent = values.get("traceparent");
        if (parent == null || !TextRule.TRACE_PARENT.allows(parent)) {
            return null;
        }
        var state = values.get("tracestate");
        return new TraceContext(
                parent, state != null && TextRule.TRACE_STATE.allows(state) ? state : null);
    }

    /** Producers that know tracing but not CloudEvents send it in headers of its own. */
    void traceFrom(Headers headers) {
        if (values.containsKey("traceparent")) {
            return;
        }
        for (var name : List.of("traceparent", "tracestate")) {
            var header = headers.lastHeader(name);
            if (header != null && header.value() != null) {
                values.put(name, new String(header.value(), StandardCharsets.UTF_8));
            }
        }
    }

    void mustBeAbout(String subject) {
        var said = values.get("subject");
        if (said != null && !said.equals(subject)) {
            throw refuse(
                    "subject",
                    Rule.INCONSISTENT,
                    "is not what the data is about",
                    "send the session's id, or leave it out");
        }
    }

    void mustBeJson() {
        var type = values.get("datacontenttype");
        if (type != null && !ContentType.isJson(type)) {
            throw ContentType.refusal(field("datacontenttype"));
        }
    }

    private String must(String name, String nextStep) {
        var value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw refuse(name, Rule.MISSING, "is missing", nextStep);
        }
        if (value.length() > MAX_LENGTH) {
            throw refuse(
                    name,
                    Rule.TOO_LONG,
                    "is longer than " + MAX_LENGTH + " characters",
                    "send a shorter one");
        }
        return value;
    }

    private Refused refuse(String name, Rule rule, String message, String nextStep) {
        return new Refused(field(name), rule, message, nextStep);
    }
}
