package org.fedfabric.chaincode.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.junit.jupiter.api.Test;

class RecordMemoryTest {
    private final RecordMemory memory = new RecordMemory();

    @Test
    void refuses_bytes_that_are_not_canonical_every_time() {
        byte[] spaced = "{ \"schema\":1}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> memory.read(spaced, Participant.class)).isInstanceOf(NotCanonicalException.class);
        }
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void the_same_bytes_are_the_same_object_and_others_are_not() {
        byte[] one = participant("one");
        Participant first = memory.read(one, Participant.class);
        assertThat(memory.read(one.clone(), Participant.class)).isSameAs(first);
        assertThat(memory.read(participant("two"), Participant.class).id()).isEqualTo("EnterpriseAMSP/two");
    }

    @Test
    void a_record_is_not_taken_for_one_of_another_type() {
        byte[] one = participant("one");
        memory.read(one, Participant.class);
        assertThatThrownBy(() -> memory.read(one, Head.class)).isInstanceOf(NotCanonicalException.class);
    }

    @Test
    void forgets_what_was_not_used_for_longest() {
        byte[] used = participant("used");
        byte[] unused = participant("unused");
        Participant first = memory.read(used, Participant.class);
        Participant forgotten = memory.read(unused, Participant.class);
        for (int i = 0; i < 150_000; i++) {
            memory.read(participant("p" + i), Participant.class);
            if (i % 1_000 == 0) {
                memory.read(used, Participant.class);
            }
        }
        assertThat(memory.bytes()).isBetween(7L << 20, 8L << 20);
        assertThat(memory.read(used, Participant.class)).isSameAs(first);
        assertThat(memory.read(unused, Participant.class))
                .isNotSameAs(forgotten)
                .isEqualTo(forgotten);
    }

    private static byte[] participant(String name) {
        return CanonicalJson.bytes(
                new Participant(1, "EnterpriseAMSP/" + name, List.of(Role.TRAINER), /* suspended= */ false));
    }
}
