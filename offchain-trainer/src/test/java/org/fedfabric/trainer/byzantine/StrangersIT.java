package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.federation.RawGateway;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.ledger.TestCrypto;
import org.hyperledger.fabric.client.GatewayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainers who use a certificate that is not theirs, or none that counts. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersIT {
    private static final int C = 2;

    @TempDir
    static Path folder;

    private Federation federation;
    private String a;
    private String c;
    private ScriptedTask task;

    @BeforeAll
    void startTask() throws Exception {
        federation = new Federation(folder.resolve("network"));
        a = federation.honest.get(0);
        c = federation.honest.get(C);
        task = federation.task("strangers").start(federation.honestIds());
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void nobody_acts_with_a_certificate_that_is_not_bound_or_not_its_own() throws Exception {
        Scenario.play("strangers", () -> {
            VersionRecord base = task.version("head");
            byte[] ofA = task.update(a, base);
            String[] submission = task.submitting(base, task.submission(a, base, ofA));
            Map<String, String> before = federation.network.records(task.name);

            String unenrolled = federation.network.id(C, "unenrolled");
            String refusal = refused(RefusalCode.NOT_ENROLLED.prefix(), mspFolder(unenrolled), C, submission);
            refused("access denied", otherAuthority(), C, submission);
            refused("access denied", stolenCertificate(), 0, submission);
            refused("access denied", mspFolder(federation.network.id(1, "honest")), C, submission);
            assertThat(federation.network.records(task.name)).isEqualTo(before);

            finish(base);
            return "refused and nothing written: unenrolled (" + refusal
                    + "), another authority's, another's certificate without its key, another enterprise's (access denied)";
        });
    }

    @Test
    void an_enrolled_trainer_submits_for_itself_only() throws Exception {
        Scenario.play("in-anothers-name", () -> {
            String rogue = federation.network.id(C, "copier");
            federation.network.enrol(rogue, "TRAINER");
            ScriptedTask named = federation.task("in-anothers-name").start(ids(rogue));
            VersionRecord base = named.version("head");
            // A's bytes and A's beacon value would be A's submission, were it not for the certificate.
            byte[] ofA = named.update(a, base);
            federation
                    .network
                    .as(rogue)
                    .submit("update:Submit", named.submitting(base, named.submission(rogue, base, ofA)));
            for (String id : federation.honest) {
                named.submit(id, base, named.update(id, base));
            }
            named.close(a, base);
            named.revealAll(base, federation.honestIds());
            named.advance(a, base);
            Contributor recorded = named.version("0").contributors().stream()
                    .filter(contributor -> contributor.id().equals(rogue))
                    .findFirst()
                    .orElseThrow();
            assertThat(recorded.verdict()).isEqualTo(Verdict.rejected(Verdict.Reason.HEADER));
            HonestRules.check(named, 1, List.of(ids(rogue)));
            return "version 0 has " + rogue + " REJECTED(HEADER); A's own submission is INCLUDED";
        });
    }

    private String[] ids(String further) {
        return Stream.concat(federation.honest.stream(), Stream.of(further)).toArray(String[]::new);
    }

    /** Has a submission refused at the gateway of the enterprise whose member the caller claims to be. */
    private String refused(String expected, Path mspFolder, int enterprise, String... submission) throws Exception {
        try (RawGateway gateway = federation.network.raw(federation.mspId(enterprise), mspFolder, enterprise)) {
            GatewayException failure = catchThrowableOfType(
                    GatewayException.class, gateway.proposal("update:Submit", submission)::endorse);
            assertThat(RawGateway.text(failure)).contains(expected);
            return expected;
        }
    }

    private Path mspFolder(String id) throws Exception {
        return federation
                .network
                .consortium()
                .identity(
                        federation.network.mspIds().indexOf(id.substring(0, id.indexOf('/'))),
                        id.substring(id.indexOf('/') + 1));
    }

    private static Path otherAuthority() throws Exception {
        return TestCrypto.mspFolder(folder.resolve("other-authority"), TestCrypto.selfSigned("honest"));
    }

    /** A's certificate, which anybody can read from a block, and the thief's own key. */
    private Path stolenCertificate() throws Exception {
        Path thief = TestCrypto.mspFolder(folder.resolve("thief"), TestCrypto.selfSigned("thief"));
        Path certificate = onlyFile(mspFolder(a).resolve("signcerts"));
        Files.copy(
                certificate, onlyFile(thief.resolve("signcerts")), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return thief;
    }

    private static Path onlyFile(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }

    private void finish(VersionRecord base) throws Exception {
        VersionRecord head = base;
        for (int v = 0; v < 3; v++) {
            task.submitAndClose(federation.honestIds());
            task.revealAll(head, federation.honestIds());
            head = task.advance(a, head);
        }
        assertThat(federation.network.as(a).evaluate("task:Get", task.name)).contains("\"state\":\"COMPLETED\"");
        HonestRules.check(task, 1, federation.honest);
    }
}
