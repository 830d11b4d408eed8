package io.sandkeeper.bench.activity;

/** What is done with the records of a poll. */
enum Way {
    POLL("poll only"),
    DECODE("poll and decode"),
    FOLD("ours");

    private final String title;

    Way(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
