package org.fedfabric.trainer.privacy;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.config.Settings;
import org.junit.jupiter.api.Test;

/** No setting, no file and no caller can make noise predictable that is to protect somebody (protocol.md §5). */
class RandomnessRulesTest {
    private static final String PRIVACY = "org.fedfabric.trainer.privacy";

    private static final JavaClasses TRAINER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fedfabric.trainer");

    private static final ArchRule NO_OTHER_RANDOMNESS = noClasses()
            .that()
            .resideInAPackage(PRIVACY)
            .and()
            .areNotAssignableTo(SecureRandom.class)
            .should()
            .dependOnClassesThat(equivalentTo(Random.class)
                    .or(assignableTo(SplittableRandom.class))
                    .or(assignableTo(ThreadLocalRandom.class))
                    .or(assignableTo(Settings.class)));

    private static final ArchRule NOTHING_CONFIGURABLE = noClasses()
            .that()
            .resideInAPackage(PRIVACY)
            .should()
            .callMethodWhere(target(owner(equivalentTo(System.class)))
                    .and(target(nameMatching("getProperty|getenv|nanoTime|currentTimeMillis"))));

    private static final ArchRule NOTHING_SEEDS = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(SecureRandom.class)))
                    .and(target(nameMatching("setSeed|getInstance|getInstanceStrong"))))
            .orShould()
            .callConstructor(SecureRandom.class, byte[].class);

    private static final ArchRule SEEDED_KEYSTREAMS_ARE_FOR_SIMULATIONS = noClasses()
            .that()
            .doNotBelongToAnyOf(Noise.class)
            .should()
            .callMethod(Keystream.class, "insecureOfSeed", byte[].class);

    private static final ArchRule SEEDED_NOISE_IS_FOR_SIMULATIONS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.fedfabric.trainer.node.LocalUpdateMaker")
            .should()
            .callMethod(Noise.class, "insecureOfSeed", TaskSpec.class, byte[].class);

    private static final ArchRule ONE_KIND_OF_SOURCE =
            classes().that().areAssignableTo(Random.class).should().haveFullyQualifiedName(PRIVACY + ".Keystream");

    @Test
    void noise_takes_no_randomness_but_that_of_the_operating_system() {
        for (ArchRule rule : List.of(
                NO_OTHER_RANDOMNESS,
                NOTHING_CONFIGURABLE,
                NOTHING_SEEDS,
                SEEDED_KEYSTREAMS_ARE_FOR_SIMULATIONS,
                SEEDED_NOISE_IS_FOR_SIMULATIONS,
                ONE_KIND_OF_SOURCE)) {
            rule.check(TRAINER);
        }
    }

    /** The twin: the same rules find a class that breaks them. */
    @Test
    void the_rules_find_what_they_forbid() {
        JavaClasses broken = new ClassFileImporter().importClasses(SeedsItself.class, Predictable.class);
        assertThatThrownBy(() -> NO_OTHER_RANDOMNESS.check(broken)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NOTHING_CONFIGURABLE.check(broken)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NOTHING_SEEDS.check(broken)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> SEEDED_KEYSTREAMS_ARE_FOR_SIMULATIONS.check(broken))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> SEEDED_NOISE_IS_FOR_SIMULATIONS.check(broken)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ONE_KIND_OF_SOURCE.check(broken)).isInstanceOf(AssertionError.class);
    }

    private static final class SeedsItself {
        static long draw(TaskSpec spec) {
            SecureRandom source = new SecureRandom(new byte[4]);
            source.setSeed(Long.getLong(System.getProperty("seed")));
            Noise.insecureOfSeed(spec, new byte[32]);
            return new RandomWords(Keystream.insecureOfSeed(new byte[32])).next() + new Random(1).nextLong();
        }
    }

    private static final class Predictable extends SecureRandom {
        private static final long serialVersionUID = 1L;
    }
}
