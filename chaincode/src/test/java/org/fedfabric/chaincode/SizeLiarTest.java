package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.selection.Selector;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** C has 64 rows like the others, registers 65,536 (the ledger cannot know better) and calls them perfect. */
class SizeLiarTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final int TRUTH_LOG2 = 6;
    private static final int CLAIM_LOG2 = 16;
    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void who_tells_the_truth_has_a_third_like_the_others() throws Exception {
        assertThat(share(TRUTH_LOG2)).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void a_lie_about_size_gives_its_enterprises_share_of_the_weight_and_not_all_of_it() throws Exception {
        assertThat(share(CLAIM_LOG2)).isCloseTo(1 / 2.0, within(1e-4));

        // The twin: weights in proportion to what is claimed (McMahan et al. 2017), without cap and quota.
        double claimed = StrictMath.scalb(1.0, CLAIM_LOG2);
        double others = 2 * StrictMath.scalb(1.0, TRUTH_LOG2);
        assertThat(claimed / (claimed + others)).isGreaterThan(0.998);
    }

    /** C's share of a version's weight, with the others' data as large as they are. */
    private double share(int claimLog2) throws Exception {
        String task = "tiny";
        for (String id : List.of(A, B, C)) {
            federation.enrol(id);
            register(id, id.equals(C) ? claimLog2 : TRUTH_LOG2);
        }
        federation.started(TinyTask.spec(task, 3, 3), A, B, C);
        TaskSpec spec = federation.task(task).spec();
        for (String id : List.of(A, B, C)) {
            int log2 = id.equals(C) ? claimLog2 : TRUTH_LOG2;
            double weight = StrictMath.scalb(1.0, spec.quantisation().weightLog2(log2));
            byte[] bytes = federation.update(task, id, 5, weight);
            federation.submit(task, id, bytes);
            federation.reveal(id, bytes);
        }
        federation.close(task, A);
        federation.advance(task, A);
        VersionRecord judged = federation.version(task, 0);
        double all = 0;
        double own = 0;
        for (Contributor contributor : judged.contributors()) {
            double weight = contributor.weight()
                    * StrictMath.scalb(1.0, spec.quantisation().weightLog2(contributor.rowsLog2()));
            all += weight;
            own += contributor.id().equals(C) ? weight : 0;
        }
        return own / all;
    }

    private void register(String id, int rowsLog2) {
        String name = id.substring(id.indexOf('/') + 1);
        federation.channel.run(
                TestChannel.admin(id.substring(0, id.indexOf('/'))),
                "participant:RegisterData",
                Federation.registration("data-" + name, true)
                        .replace("\"parentVersion\":0", "\"parentVersion\":1")
                        .replace("\"rowsLog2\":10", "\"rowsLog2\":" + rowsLog2));
    }

    /**
     * 30 members of ten enterprises, 10 places, 2,000 versions. The score rises from .5 to .6; of the four fifths of the
     * places that are not explored the liar's chance is thus a fifth larger, and less because draws are without
     * replacement. The deviation of a share of .38 in 2,000 versions is .011; five of them are .055.
     */
    @Test
    void a_lie_about_quality_gives_a_sixth_more_places_in_the_weighted_draw_and_all_of_them_in_the_ranked() {
        double fair = 10 / 30.0;
        assertThat(places(Selection.Policy.WEIGHTED, 500_000)).isCloseTo(fair, within(0.055));
        assertThat(places(Selection.Policy.WEIGHTED, 1_000_000)).isCloseTo(0.375, within(0.055));
        assertThat(places(Selection.Policy.RANDOM, 1_000_000)).isCloseTo(fair, within(0.055));
        // S1's ranking: what nobody verifies decides among equals, which is why it is not the default.
        assertThat(places(Selection.Policy.RANKED, 1_000_000)).isEqualTo(1);
    }

    private static double places(Selection.Policy policy, long claim) {
        Selection defaults = Selection.all();
        TaskSpec spec = CanonicalJson.read(
                CanonicalJson.write(TinyTask.spec("tiny", 3, 2))
                        .replace("\"policy\":\"" + defaults.policy() + "\"", "\"policy\":\"" + policy + "\"")
                        .replace("\"count\":0", "\"count\":10"),
                TaskSpec.class);
        List<RosterMember> members = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            long said = i == 0 ? claim : 500_000;
            members.add(new RosterMember(
                    String.format(Locale.ROOT, "Org%d/m%02d", i % 10, i),
                    10,
                    new Assessment(said, said, said),
                    Evidence.NONE,
                    500_000,
                    0,
                    0,
                    -1,
                    false,
                    RosterMember.Counts.ZERO));
        }
        int selected = 0;
        for (int version = 1; version <= 2_000; version++) {
            String seed = TestChannel.fingerprint("seed", Integer.toString(version));
            selected += Selector.select(spec, members, version, seed)
                            .contains(members.get(0).id())
                    ? 1
                    : 0;
        }
        return selected / 2_000.0;
    }
}
