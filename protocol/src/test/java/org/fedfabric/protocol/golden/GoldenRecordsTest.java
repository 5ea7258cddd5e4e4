package org.fedfabric.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fedfabric.protocol.Examples;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.task.Quotas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical form and digest of one example of every record, against lines "name digest json". */
class GoldenRecordsTest {
    private static final Map<String, String> GOLDEN = GoldenFile.read("records.txt");

    /** Records that are worked out and never written, and those that only answer a query. */
    private static final Set<String> NEVER_WRITTEN =
            Set.of(Quotas.Share.class.getName(), EndorserStatus.class.getName());

    static List<Object> examples() {
        return Examples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writes_every_record_as_it_always_did(Object example) {
        assertThat(Digests.ofRecord(example) + " " + CanonicalJson.write(example))
                .as("%s. Line: %s", GoldenFile.WARNING, name(example))
                .isEqualTo(GOLDEN.get(name(example)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void reads_every_record_back(Object example) {
        assertThat(CanonicalJson.read(CanonicalJson.bytes(example), Examples.readAs(example)))
                .isEqualTo(example);
    }

    @Test
    void every_record_of_tasks_and_ledger_has_an_example() {
        Set<String> records = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.fedfabric.protocol.task", "org.fedfabric.protocol.ledger")
                        .stream()
                        .filter(c -> c.isRecord() && c.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
        records.removeAll(NEVER_WRITTEN);
        assertThat(examples().stream().map(e -> e.getClass().getName()).collect(Collectors.toSet()))
                .as("add an example of each new record to Examples.all() and its line to golden/records.txt")
                .containsAll(records);
    }

    private static String name(Object example) {
        return example.getClass()
                .getName()
                .replace("org.fedfabric.protocol.", "")
                .replace('$', '.');
    }
}
