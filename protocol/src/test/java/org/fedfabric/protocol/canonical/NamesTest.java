package org.fedfabric.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Mnist", "a_b", "a/b", "a b", "a\n", "\u0430", "a.b", "\u0000"})
    void refuses_an_id_with_other_characters(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.requireId(id, "task"))
                .withMessage("task must be 1 to 64 of the characters a-z, 0-9 and -. Provided value: " + id);
    }

    @Test
    void takes_ids_of_64_characters_and_no_more() {
        assertThat(Names.requireId("z".repeat(64), "task")).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Names.requireId("z".repeat(65), "task"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-a", ".a", "East MSP", "East/MSP", "EastMSP\n"})
    void refuses_an_msp_id_of_another_form(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.requireMspId(id, "MSP id"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0", "g", "A"})
    void refuses_a_digest_of_another_form(String end) {
        String digest = end == null ? null : "0".repeat(end.isEmpty() ? 65 : 63) + (end.equals("0") ? "" : end);
        assertThatIllegalArgumentException().isThrownBy(() -> Names.requireDigest(digest, "digest"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "EastMSP", "/a", "EastMSP/", "EastMSP/A", "EastMSP/a/b", "East MSP/a"})
    void refuses_a_participant_id_of_another_form(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.requireParticipantId(id, "participant id"))
                .withMessageContaining("Provided value: ");
    }

    @Test
    void knows_the_enterprise_of_a_participant() {
        assertThat(Names.mspOf(Names.requireParticipantId("East.MSP-1/trainer-1", "id")))
                .isEqualTo("East.MSP-1");
    }
}
