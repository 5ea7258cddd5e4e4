package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.junit.jupiter.api.Test;

class BeaconTest {
    private static final String SEED = "ab".repeat(32);
    private static final String A = "11".repeat(32);
    private static final String B = "ff" + "00".repeat(31);

    /** 0, 1, …, 31. */
    private static final byte[] SECRET = secret();

    @Test
    void a_value_that_is_not_the_preimage_does_not_reveal_the_tip() {
        HashChain chain = new HashChain(SECRET, 3);

        assertThat(Beacon.reveals(chain.preimage(1), chain.tip())).isFalse();
        assertThat(Beacon.reveals(chain.tip(), chain.tip())).isFalse();
    }

    @Test
    void refuses_a_value_that_is_no_digest() {
        assertThatThrownBy(() -> Beacon.reveals("11", A)).hasMessageContaining("Provided value: 11");
        assertThatThrownBy(() -> Beacon.next(SEED, List.of("XY".repeat(32)))).hasMessageContaining("hexadecimal");
    }

    @Test
    void refuses_a_short_secret_and_a_chain_that_is_used_up() {
        assertThatThrownBy(() -> new HashChain(new byte[15], 3)).hasMessageContaining("[16");
        assertThatThrownBy(() -> new HashChain(SECRET, 0)).hasMessageContaining("length of the chain");
        HashChain chain = new HashChain(SECRET, 3);
        assertThatThrownBy(() -> chain.preimage(3)).hasMessageContaining("Provided value: 3");
        assertThatThrownBy(() -> chain.preimage(-1)).hasMessageContaining("Provided value: -1");
    }

    @Test
    void the_first_seed_is_the_specs() {
        assertThat(Beacon.first(Tasks.spec())).isEqualTo(SEED);
    }

    @Test
    void the_next_seed_hashes_the_seed_and_the_xor_of_all_preimages() {
        assertThat(Beacon.next(SEED, List.of(A, B)))
                .isEqualTo("50584ddc9a0c917619222ee662d7c5644df35b25bf403be8d4b9f84cb81d725f")
                .isEqualTo(Beacon.next(SEED, List.of(B, A)));
        assertThat(Beacon.next(SEED, List.of()))
                .isEqualTo("8d3587b0ce80b84f9a3e499bf86677297960673a1056964204e2746de0c4356e");
    }

    @Test
    void leaving_out_one_preimage_changes_the_seed() {
        assertThat(Beacon.next(SEED, List.of(A)))
                .isNotEqualTo(Beacon.next(SEED, List.of(A, B)))
                .isNotEqualTo(Beacon.next(SEED, List.of()));
    }

    @Test
    void the_rank_hashes_seed_and_id() {
        assertThat(Beacon.rank(SEED, "EastMSP/trainer-1"))
                .isEqualTo("1e1ee36c688a053a540c4cf78189036a5bdd31c5754595d6dd2e773eb6197202");
    }

    @Test
    void a_chain_hashes_its_secret_once_and_then_once_a_step() {
        HashChain chain = new HashChain(SECRET, 3);

        assertThat(chain.tip()).isEqualTo("cefc1232dee44cc53fccf8cc078f657f4db4f1d0303725375a0694f7d395e2ea");
        assertThat(chain.preimage(0)).isEqualTo("4e05063392f42b5180353ef82da86c714042155044d91ab3253f1bab08120a0a");
        assertThat(chain.preimage(2)).isEqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    }

    @Test
    void every_submission_reveals_the_tip_that_the_one_before_left() {
        HashChain chain = new HashChain(SECRET, 50);
        String tip = chain.tip();
        for (int revealed = 0; revealed < 50; revealed++) {
            assertThat(Beacon.reveals(chain.preimage(revealed), tip)).isTrue();
            tip = chain.preimage(revealed);
        }
    }

    @Test
    void a_chain_does_not_print_its_secret() {
        assertThat(new HashChain(SECRET, 1).toString()).doesNotContain("630dcd", "cefc12");
    }

    private static byte[] secret() {
        byte[] secret = new byte[32];
        IntStream.range(0, 32).forEach(i -> secret[i] = (byte) i);
        return secret;
    }

    @Test
    void finds_the_value_behind_each_tip_and_none_behind_a_strangers() {
        HashChain chain = new HashChain(new byte[16], 3);
        String tip = chain.tip();
        for (int revealed = 0; revealed < 3; revealed++) {
            assertThat(chain.preimageOf(tip)).hasValue(chain.preimage(revealed));
            tip = chain.preimage(revealed);
        }
        assertThat(chain.preimageOf(tip)).as("the chain is used up").isEmpty();
        assertThat(chain.preimageOf("00".repeat(32))).isEmpty();
    }
}
