package io.sandkeeper.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bson.Document;
import org.junit.jupiter.api.Test;

class RealMongoDbTest {
    @Test
    void keeps_the_same_contract_where_its_address_is_given() {
        assumeTrue(Target.uri().isPresent(), "skipped: no " + Target.URI);

        assertThat(Target.available()).contains(Target.REAL_MONGODB);
        try (Target.Session session = Target.REAL_MONGODB.open()) {
            assertThat(session.database().runCommand(new Document("ping", 1)).getDouble("ok"))
                    .isEqualTo(1.0);
        }
    }
}
