package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.fedfabric.chaincode.ledger.StateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TASK",
                "\0TASK\0tiny",
                "\0NOTHING\0tiny\0",
                "\0TASK\0ti ny\0",
                "\0task\0tiny\0",
                "\0TASK\0tiny\0more"
            })
    void refuse_what_this_chaincode_never_writes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FabricKeys.parse(text));
    }

    @Test
    void are_kind_and_parts_between_zeros_and_read_back() {
        StateKey key = StateKey.update("tiny", 7, "OrgA/anna");
        assertThat(FabricKeys.text(key)).isEqualTo("\0UPDATE\0tiny\0" + "0000000000007\0OrgA\0anna\0");
        assertThat(FabricKeys.parse(FabricKeys.text(key))).isEqualTo(key);
    }
}
