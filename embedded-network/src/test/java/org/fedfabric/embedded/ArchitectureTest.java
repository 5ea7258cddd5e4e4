package org.fedfabric.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fedfabric.embedded");

    @Test
    void packages_depend_on_each_other_in_one_direction() {
        slices().matching("org.fedfabric.embedded.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void state_and_messages_know_nothing_of_the_network_around_them() {
        noClasses()
                .that()
                .resideInAnyPackage("..embedded.state..", "..embedded.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "..embedded.ledger..", "..embedded.identity..")
                .check(CLASSES);
    }

    @Test
    void only_the_chaincodes_host_and_its_makers_know_the_shim() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..embedded.chaincodehost..", "org.fedfabric.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hyperledger.fabric.shim..")
                .check(CLASSES);
    }
}
