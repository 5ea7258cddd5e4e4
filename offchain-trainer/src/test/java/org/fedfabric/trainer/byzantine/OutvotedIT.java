package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.fedfabric.trainer.ledger.FederationContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four honest participants of two enterprises and one that sends opposites too small for any score to tell, under Multi-Krum.
 * Each enterprise has a third of the votes, so those of the honest ones are halved.
 */
@Timeout(300)
class OutvotedIT {
    @TempDir
    Path folder;

    @Test
    void opposites_are_left_out_of_every_version_and_are_no_evidence() throws Exception {
        try (Federation federation = new Federation(folder.resolve("network"))) {
            String a2 = federation.network.id(0, "second");
            String b2 = federation.network.id(1, "second");
            federation.network.enrol(a2, "TRAINER,AGGREGATOR");
            federation.network.enrol(b2, "TRAINER,AGGREGATOR");
            String attacker = federation.honest.get(2);
            List<String> members = List.of(federation.honest.get(0), a2, federation.honest.get(1), b2, attacker);
            ScriptedTask task = new ScriptedTask(
                    federation.network,
                    SmallTask.with(
                            SmallTask.with(
                                    SmallTask.with(federation.spec("outvoted"), "aggregation.rule", "\"MULTI_KRUM\""),
                                    "quotas.minEnterprises",
                                    "3"),
                            "schedule.quorum",
                            "5"));
            task.create();
            try (Trainers trainers = new Trainers(task, folder)) {
                trainers.start(federation.honest.get(0), a2);
                trainers.start(federation.honest.get(1), b2);
                trainers.start(federation.network.store(federation.mspId(2)), Attack.SIGN_FLIP, attacker);
                trainers.begin(members.toArray(String[]::new));
                trainers.complete(federation.mspId(0), federation.mspId(1), federation.mspId(2));
            }

            List<VersionRecord> versions = HonestRules.check(task, 0, members);
            for (VersionRecord version : versions.subList(0, versions.size() - 1)) {
                assertThat(version.contributors()).hasSize(5).allSatisfy(contributor -> {
                    boolean bad = contributor.id().equals(attacker);
                    Verdict verdict = contributor.verdict();
                    assertThat(verdict.outcome()).isEqualTo(bad ? Verdict.Outcome.OUTVOTED : Verdict.Outcome.INCLUDED);
                    assertThat(contributor.weight()).isEqualTo(bad ? 0 : Contributor.WHOLE / 2);
                    assertThat(verdict.measureMicros()).isPositive();
                });
            }
            assertThat(versions.get(versions.size() - 1).scoreMicros())
                    .isLessThan(versions.get(0).scoreMicros());
            RosterMember outvoted = new FederationContract(federation.network.as(federation.honest.get(0)))
                    .roster(task.name).stream()
                            .map(standing -> standing.member())
                            .filter(member -> member.id().equals(attacker))
                            .findFirst()
                            .orElseThrow();
            assertThat(outvoted.counts().outvoted()).isEqualTo(versions.size() - 1);
            assertThat(outvoted.evidence()).isEqualTo(Evidence.NONE);
        }
    }
}
