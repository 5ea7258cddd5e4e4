package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand members: who is selected is fixed by digests, so that no faster way of choosing chooses others. */
class LargeRosterTest {
    private static final String SEED = "5a".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "RANDOM, 100, false, c3eb2562b658d1215ff3154d1e9a458c58778150927a9a90b047093aae7f472f",
        "RANKED, 100, false, 9b92e7e83a179ddd234884212daf93be1797efa5dbda5d0f589737b187efd327",
        "WEIGHTED, 100, false, b6ae06eba9abf30a5289c2001745d48ab0a9fcc025710337da6c129e8a90d452",
        "WEIGHTED, 4096, false, e4f816df7ca62de892a3586b240a43511d2f11a5b471908965357f1c6be45a2f",
        // One enterprise has nine tenths of the members, so most of those drawn find no place.
        "WEIGHTED, 2000, true, 2be8b13c5764a351de0fdf61c337bcc799646696536fa0740df3d83a4aea29de",
    })
    void ten_thousand_members_are_selected_as_ever(Policy policy, int places, boolean lopsided, String digest) {
        Selection selection = new Selection(policy, places, 1_000, 200, 200_000, 400_000, 300_000, 300_000, 300_000);
        TaskSpec spec = new Tasks().selection(selection).build();

        List<String> selected = Selector.select(spec, members(10_000, lopsided), 7, SEED);

        assertThat(selected).hasSizeBetween(1, places).isSorted().doesNotHaveDuplicates();
        assertThat(Digests.ofRecord(selected)).isEqualTo(digest);
    }

    /** Members of ten enterprises with all kinds of histories, the same in every run. */
    static List<RosterMember> members(int count, boolean lopsided) {
        Random random = new Random(1);
        List<RosterMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int enterprise = lopsided && random.nextInt(10) > 0 ? 0 : random.nextInt(10);
            members.add(new RosterMember(
                    "Org" + enterprise + "/trainer-" + i,
                    random.nextInt(20),
                    new Assessment(random.nextInt(1_000_001), random.nextInt(1_000_001), random.nextInt(1_000_001)),
                    new Evidence(random.nextLong(20_000_000_000L), random.nextLong(4_000_000_000L)),
                    random.nextInt(500_001),
                    0,
                    random.nextInt(10) == 0 ? 9 : 0,
                    Membership.UNCHARGED,
                    random.nextInt(50) == 0,
                    RosterMember.Counts.ZERO));
        }
        return members;
    }
}
