package org.fedfabric.chaincode;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;

/** A task with a roster of many pages: all have enrolled, registered data and joined; few are selected. */
final class LargeTask implements AutoCloseable {
    static final String NAME = "large";

    final Federation federation = new Federation();
    final List<String> ids = new ArrayList<>();
    private final int places;

    /**
     * Joined by all, not started.
     *
     * @param members of three enterprises in turn
     * @param places how many a version selects
     */
    LargeTask(int members, int places) {
        this.places = places;
        federation.create(spec());
        for (int i = 0; i < members; i++) {
            String id = Federation.ENTERPRISES.get(i % 3) + "/trainer-" + (100_000 + i);
            federation.enrol(id);
            federation.join(NAME, id);
            ids.add(id);
        }
        ids.sort(null);
    }

    private TaskSpec spec() {
        return CanonicalJson.read(
                CanonicalJson.write(TinyTask.spec(NAME, 10, 2)).replace("\"count\":0", "\"count\":" + places),
                TaskSpec.class);
    }

    /** A page of ids. */
    List<String> page(int number) {
        int first = number * RosterPage.CAPACITY;
        return ids.subList(first, Math.min(first + RosterPage.CAPACITY, ids.size()));
    }

    /** Admits all but the last page. */
    void admit() {
        for (int i = 0; (i + 1) * RosterPage.CAPACITY < ids.size(); i++) {
            admit(page(i));
        }
    }

    TestChannel.Run admit(List<String> joins) {
        return federation.channel.run(federation.requester, "task:Admit", NAME, CanonicalJson.write(joins.toArray()));
    }

    /** Starts with the last page. */
    VersionRecord start() {
        return federation.start(
                NAME, page((ids.size() - 1) / RosterPage.CAPACITY).toArray(String[]::new));
    }

    /** All who are selected submit and reveal. */
    void submit(VersionRecord head) throws Exception {
        federation.submitHonest(NAME, head.selected().toArray(String[]::new));
    }

    @Override
    public void close() {
        federation.close();
    }
}
