package org.fedfabric.chaincode;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.fedfabric.chaincode";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void fabrics_types_stop_at_the_edge() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        "org\\.fedfabric\\.chaincode\\.(FedFabricChaincode|StubState|FabricKeys|service\\.Main)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hyperledger..", "com.google.protobuf..", "io.grpc..")
                .because("rules must run without Fabric: in memory, in tests, in an audit")
                .check(CLASSES);
    }

    @Test
    void contracts_have_no_clock_and_no_randomness() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".contract..", ROOT + ".ledger..", ROOT + ".function..", ROOT + ".identity..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Instant.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(UUID.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(CLASSES);
    }

    @Test
    void packages_depend_in_one_direction() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".ledger..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".ledger..", "org.fedfabric.protocol..", "java..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".judging..", ROOT + ".identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".contract..", ROOT + ".function..", ROOT + ".ledger..", ROOT)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".service..")
                .check(CLASSES);
    }
}
