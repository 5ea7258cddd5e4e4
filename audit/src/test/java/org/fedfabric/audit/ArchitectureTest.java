package org.fedfabric.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fedfabric.audit");

    @Test
    void packages_depend_on_each_other_in_one_direction() {
        slices().matching("org.fedfabric.audit.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_auditor_shares_no_code_with_the_network_it_audits() {
        noClasses()
                .that()
                .resideInAPackage("org.fedfabric.audit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.fedfabric.embedded..")
                .check(CLASSES);
    }

    @Test
    void what_the_chain_proves_needs_neither_the_rules_nor_a_network() {
        noClasses()
                .that()
                .resideInAnyPackage("org.fedfabric.audit.chain..", "org.fedfabric.audit.finding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.fedfabric.chaincode..", "org.fedfabric.trainer..", "org.fedfabric.audit", "io.grpc..")
                .check(CLASSES);
    }
}
