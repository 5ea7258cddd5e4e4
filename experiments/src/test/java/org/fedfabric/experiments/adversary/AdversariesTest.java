package org.fedfabric.experiments.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Assessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdversariesTest {
    static List<String> names() {
        return Adversaries.names();
    }

    @Test
    void refuses_a_name_it_does_not_know_and_lists_those_it_does() {
        assertThatThrownBy(() -> Adversaries.of("kindness", Situations.SETTING))
                .hasMessageContaining("label-flip, sign-flip")
                .hasMessageEndingWith("Provided value: kindness");
    }

    @Test
    void refuses_a_backdoor_in_tables_and_in_images_too_small_for_it() {
        Column table = new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE);
        Column tiny = new Column.Pixels("image", 6, 3, 1, 0, 1_000_000);
        for (Column column : List.of(table, tiny)) {
            DataSchema data =
                    new DataSchema(1, List.of(column), "class", List.of("a", "b"), List.of(1_000_000L, 1_000_000L));
            assertThatThrownBy(() -> Adversaries.of("backdoor", new AdversarySetting(data, 0, 1)))
                    .hasMessageContaining("must have images");
        }
    }

    @Test
    void knows_the_attacks_that_the_experiments_name() {
        assertThat(names())
                .contains(
                        "label-flip",
                        "sign-flip",
                        "scaled-flip",
                        "gaussian",
                        "same-value",
                        "alie",
                        "min-max",
                        "backdoor",
                        "free-rider",
                        "free-rider-noise",
                        "copier",
                        "size-liar",
                        "sham-task",
                        "whitewash",
                        "on-off",
                        "sleeper",
                        "sybil",
                        "class-eraser");
    }

    @ParameterizedTest
    @MethodSource("names")
    void sends_finite_values_of_the_models_length_and_the_same_ones_again(String name) {
        Adversary attack = Adversaries.of(name, Situations.SETTING);
        double[] sent = attack.update(Situations.of(Situations.honest(8, 1), 2, 5));
        assertThat(sent).hasSize(Situations.VALUES);
        for (double value : sent) {
            assertThat(value).isFinite();
        }
        assertThat(Adversaries.of(name, Situations.SETTING).update(Situations.of(Situations.honest(8, 1), 2, 5)))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @MethodSource("names")
    void sends_something_where_nobody_honest_is_selected(String name) {
        double[] sent = Adversaries.of(name, Situations.SETTING).update(Situations.of(List.of(), 3, 5));
        assertThat(sent).hasSize(Situations.VALUES);
        for (double value : sent) {
            assertThat(value).isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void leaves_rows_base_and_honest_updates_as_they_are(String name) {
        Adversary attack = Adversaries.of(name, Situations.SETTING);
        FeatureRows own = Situations.rows();
        attack.rows(own);
        attack.aim(own);
        assertThat(own.features()).isEqualTo(Situations.rows().features());
        assertThat(own.labels()).isEqualTo(Situations.rows().labels());

        List<double[]> honest = Situations.honest(8, 1);
        Adversary.Situation situation = Situations.of(honest, 2, 5);
        double[] sent = attack.update(situation);
        sent[0] = 7;
        assertThat(situation.base()).containsOnly(0f);
        for (int i = 0; i < 8; i++) {
            assertThat(honest.get(i)).isEqualTo(Situations.honest(8, 1).get(i));
        }
    }

    @Test
    void attacks_on_identities_say_which_and_all_others_have_their_own() {
        assertThat(names().stream()
                        .map(Adversaries::identities)
                        .filter(identities -> identities != Adversary.Identities.OWN))
                .containsExactlyInAnyOrder(
                        Adversary.Identities.VOUCHED_FOR,
                        Adversary.Identities.SLANDERING,
                        Adversary.Identities.RENEWED,
                        Adversary.Identities.ONE_ENTERPRISE);
    }

    @Test
    void only_the_liar_registers_other_data_than_it_has_and_within_what_a_registration_takes() {
        Assessment modest = new Assessment(500_000, 500_000, 500_000);
        Adversary.Claim honest = new Adversary.Claim(6, modest);
        for (String name : names()) {
            Adversary.Claim claim = Adversaries.of(name, Situations.SETTING).claim(honest);
            if (name.equals("size-liar")) {
                assertThat(claim).isEqualTo(new Adversary.Claim(16, new Assessment(1_000_000, 1_000_000, 1_000_000)));
            } else {
                assertThat(claim).isEqualTo(honest);
            }
        }
        assertThat(Adversaries.of("size-liar", Situations.SETTING)
                        .claim(new Adversary.Claim(39, modest))
                        .rowsLog2())
                .isEqualTo(40);
    }

    @Test
    void an_on_off_attacker_takes_turns_with_itself_and_a_sleeper_wakes_once() {
        Adversary onOff = Adversaries.of("on-off", Situations.SETTING);
        Adversary sleeper = Adversaries.of("sleeper", Situations.SETTING);
        StringBuilder turns = new StringBuilder();
        StringBuilder sleep = new StringBuilder();
        for (int version = 0; version < 20; version++) {
            turns.append(onOff.attacks(version) ? 'x' : '.');
            sleep.append(sleeper.attacks(version) ? 'x' : '.');
        }
        assertThat(turns).hasToString("..xx..xx..xx..xx..xx");
        assertThat(sleep).hasToString("..........xxxxxxxxxx");
        double[] honest = Situations.of(List.of(), 1, 1).trained().get();
        assertThat(sleeper.update(Situations.of(List.of(), 1, 1))[0]).isEqualTo(-honest[0]);
    }

    @Test
    void the_rarest_class_is_the_one_with_the_fewest_rows_and_the_first_of_several() {
        int[] labels = {0, 0, 1, 2, 2, 3};
        assertThat(AdversarySetting.of(Situations.IMAGES, labels, 5).rarestClass())
                .isEqualTo(1);
    }
}
