package org.fedfabric.trainer.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.trainer.privacy.ClippedUpdate;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.privacy.QuantisedUpdate;
import org.junit.jupiter.api.Test;

class AttackTest {
    private static final Quantisation AGREED = new Quantisation(1_000_000, 10, 32, 0);
    private static final ClippedUpdate UPDATE =
            ModelUpdate.between(new float[2], new float[] {3, -4}).clip(1);

    @Test
    void refuses_an_attack_it_does_not_know() {
        assertThatThrownBy(() -> Attack.parse("noise")).hasMessageContainingAll("[sign-flip, scaled-flip]", "noise");
    }

    @Test
    void sign_flip_sends_the_opposite_within_the_norm_bound() {
        int[] sent = sent(Attack.parse("sign-flip"));
        assertThat(sent).containsExactly(-614, 819);
        assertThat(Math.hypot(sent[0], sent[1])).isLessThanOrEqualTo(AGREED.scale() + Math.sqrt(2) / 2);
    }

    @Test
    void scaled_flip_sends_five_times_the_opposite_and_breaks_the_norm_bound() {
        int[] sent = sent(Attack.parse("scaled-flip"));
        assertThat(sent).containsExactly(-3_072, 4_096);
        assertThat(Math.hypot(sent[0], sent[1])).isGreaterThan(AGREED.scale() + Math.sqrt(2) / 2);
    }

    @Test
    void only_this_package_quantises_what_was_never_clipped() {
        JavaClasses trainer = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.fedfabric.trainer");
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("org.fedfabric.trainer.attack", "org.fedfabric.trainer.privacy")
                .should()
                .callMethod(QuantisedUpdate.class, "insecureOfUnclipped", double[].class, Quantisation.class, int.class)
                .check(trainer);
    }

    private static int[] sent(Attack attack) {
        return Noise.none().addTo(attack.tamperWith(UPDATE).quantise(AGREED, 0)).values();
    }
}
