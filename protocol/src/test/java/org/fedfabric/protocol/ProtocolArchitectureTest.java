package org.fedfabric.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes two endorsers agree bit for bit (architecture.md §6), checked on the compiled classes. */
class ProtocolArchitectureTest {
    private static final JavaClasses PROTOCOL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fedfabric.protocol");

    private static final ArchRule PLATFORM = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.fedfabric.protocol..",
                    "com.google.gson..",
                    "java.io..",
                    "java.lang..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset..",
                    "java.security..",
                    "java.util",
                    "java.util.function..",
                    "java.util.regex..",
                    "java.util.stream..")
            .because("protocol is pure functions over java.base and Gson: no files, no network, no clock, no threads");

    private static final ArchRule NO_CHANCE_NO_CLOCK_NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat(assignableTo(java.util.random.RandomGenerator.class)
                    .or(assignableTo(Thread.class))
                    .or(assignableTo(ThreadLocal.class))
                    .or(assignableTo(Process.class))
                    .or(assignableTo(java.util.TimeZone.class))
                    .or(assignableTo(java.util.Date.class))
                    .or(assignableTo(java.util.Calendar.class))
                    .or(assignableTo(java.util.Timer.class)))
            .orShould()
            .accessTargetWhere(calls(System.class, "currentTimeMillis|nanoTime|getenv|getProperty|identityHashCode"))
            .orShould()
            .accessTargetWhere(calls(Math.class, "random"))
            .orShould()
            .accessTargetWhere(calls(java.util.UUID.class, "randomUUID"))
            .because("all endorsers must compute the same");

    private static final ArchRule STRICT_MATH = noClasses()
            .should()
            .accessTargetWhere(calls(
                    Math.class,
                    "(?!abs|max|min|(add|subtract|multiply|negate|increment|decrement|toInt)Exact"
                            + "|floorDiv|floorMod|scalb).*"))
            .because("only these are exact; for others java.lang.Math may give other last bits elsewhere");

    private static final ArchRule SEQUENTIAL = noClasses()
            .should()
            .accessTargetWhere(calls(Object.class, "parallel.*"))
            .because("a parallel reduction adds in no fixed order");

    private static final ArchRule NO_PRINTED_REALS = noClasses()
            .should()
            .accessTargetWhere(calls(Double.class, "toString"))
            .orShould()
            .accessTargetWhere(calls(Float.class, "toString"))
            .because("what Double.toString prints changed in JDK 19");

    private static final ArchCondition<JavaClass> HAVE_NO_REALS =
            new ArchCondition<>("have no floating-point component") {
                @Override
                public void check(JavaClass record, ConditionEvents events) {
                    for (var component : record.reflect().getRecordComponents()) {
                        String type = component.getGenericType().getTypeName();
                        if (type.matches("(?s).*\\b(float|double|Float|Double)\\b.*")) {
                            events.add(SimpleConditionEvent.violated(
                                    record, record.getName() + "." + component.getName() + " is a " + type));
                        }
                    }
                }
            };

    private static final ArchRule INTEGER_RECORDS = classes()
            .that()
            .resideInAnyPackage("org.fedfabric.protocol.task..", "org.fedfabric.protocol.ledger..")
            .and(DescribedPredicate.describe("are records", JavaClass::isRecord))
            .should(HAVE_NO_REALS);

    record NamedRule(String name, ArchRule rule, Class<?> violator) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<NamedRule> rules() {
        return List.of(
                new NamedRule("platform", PLATFORM, ReadsAFile.class),
                new NamedRule("chance", NO_CHANCE_NO_CLOCK_NO_THREADS, Dices.class),
                new NamedRule("clock", NO_CHANCE_NO_CLOCK_NO_THREADS, Looks.class),
                new NamedRule("mathematics", STRICT_MATH, Roots.class),
                new NamedRule("order", SEQUENTIAL, Hurries.class),
                new NamedRule("printing", NO_PRINTED_REALS, Prints.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void protocol_keeps_the_rule(NamedRule named) {
        named.rule().check(PROTOCOL);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_catches_who_breaks_it(NamedRule named) {
        JavaClasses violator = new ClassFileImporter().importClasses(named.violator());
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> named.rule().check(violator));
    }

    @Test
    void records_of_tasks_and_ledger_have_no_floating_point() {
        INTEGER_RECORDS.check(PROTOCOL);
        JavaClasses shares = new ClassFileImporter().importClasses(Shares.class);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> classes().should(HAVE_NO_REALS).check(shares));
    }

    /** Calls and method references to methods of a type whose names match. */
    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> type, String names) {
        return DescribedPredicate.describe(
                type.getSimpleName() + "." + names,
                access -> access.getTargetOwner().isAssignableTo(type)
                        && access.getName().matches(names));
    }

    record Shares(List<Double> shares) {}

    static final class ReadsAFile {
        boolean here(java.nio.file.Path path) {
            return java.nio.file.Files.exists(path);
        }
    }

    static final class Dices {
        int dice() {
            return new Random(1).nextInt();
        }
    }

    static final class Looks {
        long now() {
            return System.nanoTime();
        }
    }

    static final class Roots {
        double root() {
            return Math.sqrt(Math.abs(2.0));
        }
    }

    static final class Hurries {
        int sum() {
            return IntStream.range(0, 9).parallel().sum();
        }
    }

    static final class Prints {
        String print() {
            return Double.toString(Map.of(1, 1.0).get(1));
        }
    }
}
