package org.fedfabric.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.fedfabric.protocol.Examples;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.InitialModel;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final String SHAPE = "{\"height\":6,\"width\":5,\"channels\":1}";
    private static final String PARTICIPANT =
            "{\"schema\":1,\"id\":\"EastMSP/a\",\"roles\":[\"TRAINER\"],\"suspended\":false}";

    record Label(String text) {}

    record Share(double value) {}

    record Numbered(long number) {}

    @Nested
    class Refuses {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "[]",
                    "7",
                    "\"text\"",
                    "{",
                    "{}",
                    "{\"height\":6,\"width\":5}",
                    "{\"height\":6,\"width\":5,\"channels\":1}x",
                    "{\"height\":6,\"width\":5,\"channels\":1} ",
                    "\uFEFF{\"height\":6,\"width\":5,\"channels\":1}",
                    "{\"height\": 6,\"width\":5,\"channels\":1}",
                    "{\"width\":5,\"height\":6,\"channels\":1}",
                    "{\"height\":6,\"width\":5,\"channels\":1,\"channels\":1}",
                    "{\"height\":6,\"width\":5,\"channels\":1,\"depth\":1}",
                    "{\"height\":6.0,\"width\":5,\"channels\":1}",
                    "{\"height\":6e0,\"width\":5,\"channels\":1}",
                    "{\"height\":06,\"width\":5,\"channels\":1}",
                    "{\"height\":+6,\"width\":5,\"channels\":1}",
                    "{\"height\":\"6\",\"width\":5,\"channels\":1}",
                    "{\"height\":4294967302,\"width\":5,\"channels\":1}",
                    "{\"height\":1e999999999,\"width\":5,\"channels\":1}",
                    "{\"height\":NaN,\"width\":5,\"channels\":1}",
                    "{\"height\":null,\"width\":5,\"channels\":1}",
                    "{\"height\":[6],\"width\":5,\"channels\":1}",
                    "{\"height\":6,\"width\":5,\"channels\":1,}",
                    "{\"height\":6,\"width\":5,/**/\"channels\":1}",
                    "{\"h\\u0065ight\":6,\"width\":5,\"channels\":1}",
                })
        void any_other_text_for_a_record(String json) {
            assertRefused(json, Shape.class);
        }

        @Test
        void a_number_in_two_forms() {
            assertRefused("{\"number\":-0}", Numbered.class);
            assertRefused("{\"number\":9223372036854775808}", Numbered.class);
            assertThat(CanonicalJson.read("{\"number\":-9223372036854775808}", Numbered.class))
                    .isEqualTo(new Numbered(Long.MIN_VALUE));
        }

        @Test
        void an_unknown_constant_naming_the_known_ones() {
            assertThatThrownBy(() -> CanonicalJson.read(PARTICIPANT.replace("TRAINER", "OWNER"), Participant.class))
                    .isInstanceOf(NotCanonicalException.class)
                    .hasMessageContaining(
                            "Role must be one of [AGGREGATOR, AUDITOR, REQUESTER, TRAINER], not \"OWNER\"");
            assertRefused("{\"outcome\":\"INCLUDED\",\"reason\":\"MOOD\"}", Verdict.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"[null]", "[\"TRAINER\",null]", "[0]", "[[\"TRAINER\"]]", "{}", "\"TRAINER\""})
        void a_list_that_is_not_one_of_constants(String roles) {
            assertRefused(PARTICIPANT.replace("[\"TRAINER\"]", roles), Participant.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":null,\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":5,\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":[\"seeded\"],\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":{},\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":\"SEEDED\",\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":\"bought\",\"seed\":1,\"cid\":\"c\"}",
                    "{\"seed\":1,\"kind\":\"seeded\",\"cid\":\"c\"}",
                    "{\"kind\":\"seeded\",\"kind\":\"seeded\",\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":\"seeded\",\"seed\":1.0,\"cid\":\"c\"}",
                    "{\"kind\":\"seeded\",\"seed\":1e999999999,\"cid\":\"c\"}",
                    "{\"kind\":\"uploaded\",\"seed\":1,\"cid\":\"c\"}",
                    "{\"kind\":\"seeded\",\"cid\":\"c\"}",
                    "\"seeded\"",
                    "null",
                })
        void a_case_without_its_kind_or_with_another(String json) {
            assertRefused(json, InitialModel.class);
        }

        @Test
        void a_constructor_s_rule_with_its_sentence() {
            assertThatThrownBy(() -> CanonicalJson.read(SHAPE.replace("6", "0"), Shape.class))
                    .isInstanceOf(NotCanonicalException.class)
                    .hasMessageStartingWith("Must be a valid Shape: height must lie in [1, 4096]. Provided value: 0");
        }

        @Test
        void deep_nesting_and_long_numbers_without_delay() {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                assertRefused("[".repeat(200_000), Shape.class);
                assertRefused("{\"a\":".repeat(200_000), InitialModel.class);
                assertRefused("{\"kind\":" + "[".repeat(200_000), InitialModel.class);
                assertRefused("{\"number\":" + "9".repeat(1_000_000) + "}", Numbered.class);
            });
        }

        @Test
        void bytes_that_are_not_utf_8() {
            byte[] text = "{\"text\":\"\uFFFD\"}".getBytes(StandardCharsets.UTF_8);
            assertThat(CanonicalJson.read(text, Label.class)).isEqualTo(new Label("\uFFFD"));
            byte[] invalid = "{\"text\":\"?\"}".getBytes(StandardCharsets.UTF_8);
            invalid[9] = (byte) 0xff;
            assertThatThrownBy(() -> CanonicalJson.read(invalid, Label.class))
                    .isInstanceOf(NotCanonicalException.class)
                    .hasMessageStartingWith("Must be UTF-8. Provided value: {\"text\":");
        }

        @Test
        void half_of_a_surrogate_pair() {
            assertRefused("{\"text\":\"\uD800\"}", Label.class);
            assertRefused("{\"text\":\"\\ud800\"}", Label.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CanonicalJson.write(new Label("a\uDC00")))
                    .withMessageStartingWith("Texts must be well-formed Unicode. Provided value: ");
        }

        @Test
        void nothing_at_all() {
            assertThatThrownBy(() -> CanonicalJson.read((String) null, Shape.class))
                    .isInstanceOf(NotCanonicalException.class)
                    .hasMessageEndingWith("Provided value: nothing");
        }

        @Test
        void a_long_text_showing_its_beginning_only() {
            assertThatThrownBy(() -> CanonicalJson.read("x".repeat(100_000), Shape.class))
                    .hasMessageContaining("(100000 characters)")
                    .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600));
        }

        @Test
        void a_record_type_with_floating_point_because_that_is_our_own_mistake() {
            assertThatIllegalStateException().isThrownBy(() -> CanonicalJson.write(new Share(0.5)));
        }
    }

    @Test
    void writes_characters_as_themselves_but_for_quotes_controls_and_line_separators() {
        String json = CanonicalJson.write(new Label("<é'&=>\"\\/\n\u0001\u007f\u2028\u2029\uD83D\uDE00"));
        assertThat(json).isEqualTo("{\"text\":\"<é'&=>\\\"\\\\/\\n\\u0001\u007f\\u2028\\u2029\uD83D\uDE00\"}");
        assertThat(CanonicalJson.write(CanonicalJson.read(json, Label.class))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\\u0041", "\\/", "\\u00e9", "\\u2028\u2029", "\n"})
    void refuses_the_other_form_of_a_character(String other) {
        assertRefused("{\"text\":\"" + other + "\"}", Label.class);
    }

    @Test
    void leaves_absent_values_out() {
        assertThat(CanonicalJson.write(Verdict.UNAVAILABLE)).isEqualTo("{\"outcome\":\"UNAVAILABLE\"}");
        assertRefused("{\"outcome\":\"UNAVAILABLE\",\"reason\":null}", Verdict.class);
    }

    @Test
    void writes_a_case_with_its_kind_wherever_it_stands() {
        assertThat(CanonicalJson.write(new Layer.Dense(3))).isEqualTo("{\"kind\":\"dense\",\"units\":3}");
        assertThat(CanonicalJson.write(Examples.convolutional())).contains("{\"kind\":\"dense\",\"units\":3}");
        assertThat(CanonicalJson.read("{\"kind\":\"relu\"}", Layer.class)).isEqualTo(new Layer.Relu());
    }

    static List<Object> examples() {
        return Examples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refuses_every_record_with_one_thing_changed_in_its_form(Object example) {
        String json = CanonicalJson.write(example);
        Class<Object> type = Examples.readAs(example);
        List<String> mutants = JsonMutants.notCanonical(json);
        assertThat(mutants).isNotEmpty().allSatisfy(mutant -> assertRefused(mutant, type));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refuses_or_keeps_every_record_with_a_member_left_out_or_another_kind_of_value(Object example) {
        String json = CanonicalJson.write(example);
        Class<Object> type = Examples.readAs(example);
        for (String mutant : JsonMutants.otherContents(json)) {
            try {
                assertThat(CanonicalJson.write(CanonicalJson.read(mutant, type)))
                        .isEqualTo(mutant);
            } catch (NotCanonicalException e) {
                assertThat(e).hasMessageStartingWith("Must be ").hasMessageNotContaining("Cannot invoke");
            }
        }
    }

    private static void assertRefused(String json, Class<?> type) {
        assertThatThrownBy(() -> CanonicalJson.read(json, type))
                .as(json.length() > 300 ? json.substring(0, 300) : json)
                .isInstanceOf(NotCanonicalException.class)
                .hasMessageStartingWith("Must be ")
                .hasMessageContaining("Provided value: ");
    }
}
