package io.sandkeeper.events;

/** Who wanted something: a user, a service, an operator. */
public record Actor(String value) implements Id {
    public Actor {
        TextRule.REFERENCE.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
