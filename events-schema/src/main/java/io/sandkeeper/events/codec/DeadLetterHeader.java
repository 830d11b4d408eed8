package io.sandkeeper.events.codec;

/** What a dead letter says in its headers beside those of the original record. */
public enum DeadLetterHeader {
    ORIGINAL_TOPIC("kafka_dlt-original-topic", "Where it was: the topic, as text."),
    ORIGINAL_PARTITION("kafka_dlt-original-partition", "The partition, as 4 bytes, big end first."),
    ORIGINAL_OFFSET("kafka_dlt-original-offset", "The offset, as 8 bytes, big end first."),
    ORIGINAL_TIMESTAMP(
            "kafka_dlt-original-timestamp", "Its time in milliseconds, as 8 bytes, big end first."),
    ORIGINAL_TIMESTAMP_TYPE(
            "kafka_dlt-original-timestamp-type", "CreateTime or LogAppendTime, as text."),
    RULE("sandkeeper-rule", "The rule that it broke, as text; from a closed list."),
    FIELD(
            "sandkeeper-field",
            "The field or header that broke it: a JSON pointer or a header's name."),
    MESSAGE(
            "sandkeeper-message",
            "What is wrong with it, for a person. Never a value of the record."),
    NEXT_STEP("sandkeeper-next-step", "What the producer's people can do."),
    ORIGINAL_SIZE("sandkeeper-original-size", "How many bytes the value had, as decimal text."),
    CUT_SHA256(
            "sandkeeper-cut-sha256",
            "Only where the value was cut to fit: the SHA-256 of the whole, in hex. It cannot be replayed.");

    private final String headerName;
    private final String description;

    DeadLetterHeader(String headerName, String description) {
        this.headerName = headerName;
        this.description = description;
    }

    public String headerName() {
        return headerName;
    }

    public String description() {
        return description;
    }
}
