package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A roster of more than one page: 600 members, of whom five train. */
class LargeTaskTest {
    private LargeTask task;

    @BeforeEach
    void join() {
        task = new LargeTask(600, 5);
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void refuses_to_admit_what_a_start_would_refuse() {
        Federation federation = task.federation;
        String first = json(task.page(0));
        String two = json(List.of(task.ids.get(1), task.ids.get(0)));
        refusesToAdmit(RefusalCode.MALFORMED_ARGUMENT, two);
        refusesToAdmit(RefusalCode.MALFORMED_ARGUMENT, json(task.ids.subList(0, 257)));
        refusesToAdmit(RefusalCode.ROSTER_MISMATCH, "[\"OrgA/boss\"]");
        federation.channel.refuses(
                RefusalCode.NOT_OWNER, federation.identity(task.ids.get(0)), "task:Admit", LargeTask.NAME, first);
        task.admit();
        task.start();
        refusesToAdmit(RefusalCode.WRONG_TASK_STATE, first);
    }

    @Test
    void three_calls_fill_three_pages_and_start_with_all_of_them() {
        assertThat(task.admit(task.page(0)).transaction().writes.keySet()).containsExactly(page(0));
        assertThat(task.admit(task.page(0)).transaction().writes).isEmpty();
        assertThat(task.admit(task.page(1)).transaction().writes.keySet()).containsExactly(page(1));

        VersionRecord first = task.start();

        assertThat(first.selected()).hasSize(5);
        assertThat(task.federation.channel.ledger.snapshot())
                .containsKeys(page(0), page(1), page(2))
                .doesNotContainKey(page(3));
        Page<?> last = task.federation.channel.query(
                Page.class, task.federation.requester, "reputation:List", LargeTask.NAME, "2");
        assertThat(last.items())
                .hasSize(600 - 2 * RosterPage.CAPACITY)
                .first()
                .extracting(standing ->
                        ((ReputationContract.Standing) standing).member().id())
                .isEqualTo(task.page(2).get(0));
        assertThat(last.bookmark()).isEmpty();
    }

    @Test
    void a_start_counts_who_was_admitted_before() {
        task.admit(task.page(0));

        assertThat(task.federation.start(LargeTask.NAME).selected()).hasSize(5);
    }

    @Test
    void an_advance_writes_only_the_pages_of_those_who_were_selected() throws Exception {
        task.admit();
        VersionRecord first = task.start();
        task.submit(first);
        String who = first.selected().get(0);
        task.federation.close(LargeTask.NAME, who);
        String cid = task.federation.recompute(LargeTask.NAME, who).cid();
        TestChannel.Run advance = task.federation.channel.run(
                task.federation.identity(who),
                "round:Advance",
                LargeTask.NAME,
                "0",
                CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of())));

        assertThat(advance.transaction().writes.keySet())
                .filteredOn(key -> key.startsWith("ROSTER"))
                .containsExactlyInAnyOrderElementsOf(first.selected().stream()
                        .map(id -> page(task.ids.indexOf(id) / RosterPage.CAPACITY))
                        .distinct()
                        .toList());
    }

    @Test
    void participants_are_listed_in_bounded_pages_that_follow_one_another() {
        String bookmark = "";
        int seen = 0;
        int pages = 0;
        do {
            Page<?> page = task.federation.channel.query(
                    Page.class, task.federation.requester, "participant:List", "OrgC", "100", bookmark);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(100);
            seen += (int) page.items().stream()
                    .map(item -> ((Participant) item).id())
                    .filter(task.ids::contains)
                    .count();
            pages++;
            bookmark = page.bookmark();
        } while (!bookmark.isEmpty());
        assertThat(seen).isEqualTo(200);
        assertThat(pages).isEqualTo(3);
        task.federation.channel.refuses(
                RefusalCode.MALFORMED_ARGUMENT, task.federation.requester, "participant:List", "OrgC", "101", "");
    }

    private void refusesToAdmit(RefusalCode code, String joins) {
        task.federation.channel.refuses(code, task.federation.requester, "task:Admit", LargeTask.NAME, joins);
    }

    private static String page(int number) {
        return "ROSTER/" + LargeTask.NAME + "/000000000000" + number + "/";
    }

    private static String json(List<String> ids) {
        return CanonicalJson.write(ids.toArray());
    }
}
