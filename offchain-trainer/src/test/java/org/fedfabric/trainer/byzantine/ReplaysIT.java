package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.federation.RawGateway;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was signed once is sent again, elsewhere, or with another time. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplaysIT {
    @TempDir
    static Path folder;

    private Federation federation;
    private String a;
    private String b;
    private String c;

    @BeforeAll
    void start() throws Exception {
        federation = new Federation(folder.resolve("network"));
        a = federation.honest.get(0);
        b = federation.honest.get(1);
        c = federation.honest.get(2);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void a_transaction_counts_once_however_often_it_is_sent() throws Exception {
        Scenario.play("replayed-transaction", () -> {
            ScriptedTask task = federation.task("replayed").start(federation.honestIds());
            VersionRecord base = task.version("head");
            long from;
            try (RawGateway gateway = federation.network.raw(c, 2);
                    RawGateway thief = federation.network.raw(b, 1)) {
                String[] arguments = task.submitting(base, task.submission(c, base, task.update(c, base)));
                Proposal proposal = gateway.proposal("update:Submit", arguments);
                Transaction transaction = proposal.endorse();
                assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
                Map<String, String> after = federation.network.records(task.name);
                from = gateway.height();

                EndorseException failure = catchThrowableOfType(EndorseException.class, proposal::endorse);
                assertThat(RawGateway.text(failure)).contains("duplicate transaction found");
                gateway.again(transaction).submitAsync();
                thief.again(transaction).submitAsync();
                // Ordered behind both.
                task.submit(a, base, task.update(a, base));
                List<TxValidationCode> codes = new ArrayList<>();
                for (long block = from; block < gateway.height(); block++) {
                    codes.addAll(gateway.validationCodes(block));
                }
                assertThat(codes.stream().filter(TxValidationCode.DUPLICATE_TXID::equals))
                        .hasSize(2);
                assertThat(federation.network.as(c).evaluate("update:Get", task.name, "0", c))
                        .contains("SUBMITTED");
                assertThat(federation.network.records(task.name).get("reputation:List[" + task.name + ", 0]"))
                        .isEqualTo(after.get("reputation:List[" + task.name + ", 0]"));
            }
            task.submit(b, base, task.update(b, base));
            complete(task, base, federation.honest);
            return "ledger: blocks from " + from + " on have the copies, DUPLICATE_TXID twice; a new endorsement:"
                    + " \"duplicate transaction found\"";
        });
    }

    @Test
    void an_update_counts_in_its_own_task_version_and_channel_and_for_its_own_trainer_only() throws Exception {
        Scenario.play("replayed-update", () -> {
            Map<String, String> rogues = new LinkedHashMap<>();
            rogues.put(federation.network.id(0, "copier"), "another's CID");
            rogues.put(federation.network.id(1, "other-task"), "from another task");
            rogues.put(federation.network.id(2, "other-channel"), "from another channel");
            String late = federation.network.id(0, "other-version");
            List<String> members = new ArrayList<>(federation.honest);
            members.addAll(rogues.keySet());
            members.add(late);
            for (String id : members.subList(3, members.size())) {
                federation.network.enrol(id, "TRAINER");
            }
            String[] ids = members.stream().sorted().toArray(String[]::new);
            ScriptedTask source = federation.task("elsewherf").start(ids);
            ScriptedTask task = federation.task("elsewhere").start(ids);
            VersionRecord base = task.version("head");
            Map<String, byte[]> sent = new LinkedHashMap<>();
            for (String id : ids) {
                byte[] honest = task.update(id, base);
                sent.put(
                        id,
                        switch (String.valueOf(rogues.get(id))) {
                            case "another's CID" -> task.update(b, base);
                            case "from another task" -> source.update(id, source.version("head"));
                            case "from another channel" -> onChannel("federatiom", honest);
                            default -> honest;
                        });
            }
            VersionRecord judged = judged(task, base, sent);
            assertThat(rejected(judged))
                    .containsExactlyElementsOf(rogues.keySet().stream().sorted().toList());

            VersionRecord second = task.version("head");
            assertThat(second.selected()).contains(late);
            Map<String, byte[]> again = new LinkedHashMap<>();
            second.selected().forEach(id -> again.put(id, task.update(id, second)));
            again.put(late, sent.get(late));
            assertThat(rejected(judged(task, second, again))).containsExactly(late);
            HonestRules.check(task, 1, members);
            return "ledger: REJECTED(HEADER) for " + rogues.values() + " in version 0, for another version's in 1";
        });
    }

    @Test
    void backdated_and_postdated_proposals_decide_nothing() throws Exception {
        Scenario.play("backdated", () -> {
            ScriptedTask task = federation.task("backdated").start(federation.honestIds());
            VersionRecord base = task.version("head");
            task.submit(a, base, task.update(a, base));
            task.submit(b, base, task.update(b, base));
            Map<String, String> before = federation.network.records(task.name);
            try (RawGateway gateway = federation.network.raw(a, 0)) {
                // The version's deadline is 600 s away: who could postdate would close it without C.
                for (int ahead : new int[] {-3_600, -33, 40, 700}) {
                    assertThat(gateway.submitAt(Instant.now().plusSeconds(ahead), "round:Close", task.name, "0"))
                            .as("%d s ahead", ahead)
                            .contains("incorrect timestamp");
                }
                for (int ahead : new int[] {-27, -13, 6, 27}) {
                    assertThat(gateway.submitAt(Instant.now().plusSeconds(ahead), "round:Close", task.name, "0"))
                            .as("%d s ahead", ahead)
                            .contains("FF-4004");
                }
            }
            assertThat(federation.network.records(task.name)).isEqualTo(before);
            task.submit(c, base, task.update(c, base));
            complete(task, base, federation.honest);
            return "beyond ±30 s \"incorrect timestamp\" by the peer, beyond -10/+2 s FF-4004 by each endorser; nothing"
                    + " written";
        });
    }

    private VersionRecord judged(ScriptedTask task, VersionRecord base, Map<String, byte[]> updates) throws Exception {
        for (Map.Entry<String, byte[]> update : updates.entrySet()) {
            task.submit(update.getKey(), base, update.getValue());
        }
        task.close(a, base);
        for (Map.Entry<String, byte[]> update : updates.entrySet()) {
            task.reveal(update.getValue(), update.getKey());
        }
        task.advance(a, base);
        return task.version(Long.toString(base.version()));
    }

    private static List<String> rejected(VersionRecord version) {
        return version.contributors().stream()
                .filter(contributor -> contributor.verdict().reason() == Verdict.Reason.HEADER)
                .map(contributor -> contributor.id())
                .toList();
    }

    private static byte[] onChannel(String channel, byte[] update) {
        return new String(update, StandardCharsets.ISO_8859_1)
                .replace("\"federation\"", "\"" + channel + "\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** From a version in which all have submitted to the end. */
    private void complete(ScriptedTask task, VersionRecord first, List<String> ids) throws Exception {
        String[] members = ids.toArray(String[]::new);
        VersionRecord head = first;
        for (int v = 0; v < 3; v++) {
            if (v == 0) {
                task.close(a, first);
            } else {
                task.submitAndClose(members);
            }
            task.revealAll(head, members);
            head = task.advance(a, head);
        }
        assertThat(federation.network.as(a).evaluate("task:Get", task.name)).contains("\"state\":\"COMPLETED\"");
        HonestRules.check(task, 1, ids);
    }
}
