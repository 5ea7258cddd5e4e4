package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
    private static final String RAW = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                            | must have 59 characters
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk    | must have 59 characters
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykua  | must have 59 characters
            QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG                | must have 59 characters
            BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU   | lower-case base 32
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykU   | lower-case base 32
            cafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku   | lower-case base 32
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk1   | lower-case base 32
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv   | must end in zero bits
            bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykw   | must end in zero bits
            baikreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku   | must be of version 1
            bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku   | must have codec raw
            bafkr4ihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku   | must hash with sha2-256
            bafkreh7dwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku   | must hash with sha2-256
            """)
    void refuses_every_other_spelling_and_says_why(String text, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cid.parse(text))
                .withMessageContaining(rule)
                .withMessageContaining("Provided value: \"" + text + "\"");
    }

    @Test
    void refuses_nothing_at_all() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cid.parse(null)).withMessageContaining("null");
    }

    @Test
    void does_not_repeat_a_flood_of_text_in_its_refusal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cid.parse("b".repeat(1_000_000)))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(500));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "ipfs-add.csv")
    void agrees_with_ipfs_add(int lengthBytes, String cid) {
        assertThat(Cid.of(TestContent.ofLength(lengthBytes))).hasToString(cid);
        assertThat(Cid.parse(cid).codec()).isEqualTo(Codec.forLength(lengthBytes));
    }

    @Test
    void refuses_content_that_would_need_a_second_level() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cid.of(new byte[Cid.MAX_CONTENT_BYTES + 1]))
                .withMessageContaining("Provided value: 182452225");
    }

    @Test
    void verifies_the_addressed_block_and_no_other() {
        byte[] block = {1, 2, 3};
        Cid cid = Cid.ofBlock(Codec.RAW, block);

        assertThat(cid.verifies(block)).isTrue();
        assertThat(cid.verifies(new byte[] {1, 2, 4})).isFalse();
        assertThat(cid.verifies(new byte[] {1, 2})).isFalse();
        assertThat(cid.verifies(new byte[] {1, 2, 3, 0})).isFalse();
    }

    @Test
    void distinguishes_the_same_block_read_as_content_and_as_a_list() {
        byte[] block = {1, 2, 3};

        assertThat(Cid.ofBlock(Codec.RAW, block)).isNotEqualTo(Cid.ofBlock(Codec.DAG_PB, block));
        assertThat(Cid.ofBlock(Codec.DAG_PB, block).codec()).isEqualTo(Codec.DAG_PB);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void comes_back_from_its_binary_form_and_differs_after_any_changed_character(long seed) {
        Random random = new Random(seed);
        byte[] block = new byte[random.nextInt(1000)];
        random.nextBytes(block);
        Cid cid = Cid.ofBlock(Codec.RAW, block);

        assertThat(Cid.fromBinary(cid.toBinary())).isEqualTo(cid);
        assertThat(Cid.parse(cid.text())).isEqualTo(cid);
        StringBuilder changed = new StringBuilder(cid.text());
        int index = 8 + random.nextInt(50);
        changed.setCharAt(index, changed.charAt(index) == 'a' ? 'b' : 'a');
        assertThat(changed.toString()).isNotEqualTo(cid.text());
        assertThat(Cid.parse(changed.toString()).verifies(block)).isFalse();
    }

    @Test
    void is_ordered_and_printed_as_its_text() {
        assertThat(Cid.parse(RAW))
                .hasToString(RAW)
                .isLessThan(Cid.parse("bafybeid75clo5va3mpnzetd3s2ozxuoyqteqjaikkcj7si2rls5d6msdgm"));
    }
}
