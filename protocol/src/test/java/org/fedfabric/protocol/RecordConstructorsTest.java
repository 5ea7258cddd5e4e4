package org.fedfabric.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the constructors of all records have in common: nothing absent, no number without bounds, unless listed here. */
class RecordConstructorsTest {
    /** Components that may be absent. */
    private static final Set<String> OPTIONAL = Set.of(
            "TaskSpec.testCommitment",
            "TaskSpec.contribution",
            "Schedule.patience",
            "TaskRecord.testCid",
            "TaskRecord.testLengthBytes",
            "Verdict.scoreMicros",
            "Verdict.baseScoreMicros",
            "Contributor.weight",
            "Contributor.verdict",
            "Contributor.contributionMicros",
            "Counts.contributionMicros",
            "VersionRecord.progress",
            "VersionRecord.closedMillis",
            "DataRegistration.dataType",
            "Membership.dataType",
            "RosterMember.dataType",
            "ReputationRule.form",
            "ReputationRule.latenessMicros",
            "ReputationRule.opinions",
            "TaskEvent.participantId",
            "TaskEvent.modelCid");

    /** Numbers that may be anything. */
    private static final Set<String> UNBOUNDED = Set.of(
            "Seeded.seed",
            "Verdict.scoreMicros",
            "Verdict.baseScoreMicros",
            "Verdict.measureMicros",
            "Verdict.oppositeMicros",
            "Verdict.leadMicros",
            "VersionRecord.scoreMicros",
            "Progress.bestScoreMicros");

    record Case(Object example, RecordComponent component, Object value) {
        String componentName() {
            return example.getClass().getSimpleName() + "." + component.getName();
        }

        Object construct() throws Throwable {
            RecordComponent[] components = example.getClass().getRecordComponents();
            Object[] arguments = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                arguments[i] = components[i].getName().equals(component.getName())
                        ? value
                        : components[i].getAccessor().invoke(example);
            }
            Constructor<?> constructor = example.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            try {
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public String toString() {
            return componentName() + " = " + value;
        }
    }

    static List<Case> absent() {
        return cases(component -> component.getType().isPrimitive() ? List.of() : Arrays.asList((Object) null));
    }

    static List<Case> extremes() {
        return cases(component -> {
            Class<?> type = component.getType();
            if (type == int.class || type == Integer.class) {
                return List.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
            return type == long.class || type == Long.class ? List.of(Long.MIN_VALUE, Long.MAX_VALUE) : List.of();
        });
    }

    @ParameterizedTest
    @MethodSource("absent")
    void refuses_an_absent_component_unless_it_is_optional(Case changed) throws Throwable {
        if (OPTIONAL.contains(changed.componentName())) {
            assertThat(changed.construct()).isNotEqualTo(changed.example());
        } else {
            assertRefused(changed);
        }
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void refuses_the_smallest_and_largest_numbers_unless_any_will_do(Case changed) throws Throwable {
        if (UNBOUNDED.contains(changed.componentName())) {
            assertThat(changed.construct()).isNotEqualTo(changed.example());
        } else {
            assertRefused(changed);
        }
    }

    private static void assertRefused(Case changed) {
        assertThatThrownBy(changed::construct)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Provided value: ");
    }

    private interface Values {
        List<?> of(RecordComponent component);
    }

    private static List<Case> cases(Values values) {
        List<Case> cases = new ArrayList<>();
        for (Object example : Examples.all()) {
            for (RecordComponent component : example.getClass().getRecordComponents()) {
                values.of(component).forEach(value -> cases.add(new Case(example, component, value)));
            }
        }
        // A component that is absent in its example needs no case of its own.
        cases.removeIf(c -> c.value() == null && isAbsent(c));
        return cases;
    }

    private static boolean isAbsent(Case c) {
        try {
            c.component().getAccessor().setAccessible(true);
            return c.component().getAccessor().invoke(c.example()) == null;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
