package io.sandkeeper.events.codec;

/** Which rule a refused record broke. A closed list: it is also a label of metrics. */
public enum Rule {
    /** The record has no value. */
    NO_VALUE,
    /** Larger than a record may be. */
    TOO_LARGE,
    /** Not JSON text in UTF-8. */
    NOT_JSON,
    /** Nested deeper than allowed. */
    TOO_DEEP,
    /** Another content type than JSON. */
    WRONG_CONTENT_TYPE,
    /** A required field or header is not there. */
    MISSING,
    /** The same field or header twice. */
    DUPLICATE,
    /** Another JSON type than the field has. */
    WRONG_TYPE,
    TOO_SHORT,
    TOO_LONG,
    TOO_FEW,
    TOO_MANY,
    OUT_OF_RANGE,
    /** Does not look like what it should be. */
    MALFORMED,
    /** Not one of the values that the field can have. */
    NOT_ALLOWED,
    /** Fields or headers that do not go together. */
    INCONSISTENT,
    UNKNOWN_TYPE,
    UNKNOWN_VERSION,
    /** A known event, on a topic that it does not belong to. */
    WRONG_TOPIC
}
