package org.fedfabric.protocol.ledger;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * Up to 256 members of a task, in the order they came. Only Start and Advance write pages: a roster that others write
 * would let any newcomer void an Advance (protocol.md §1).
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param page number from 0; a page is full before the next begins
 * @param members in order of arrival
 */
public record RosterPage(int schema, String task, int page, List<RosterMember> members) {
    /** Members a page holds. */
    public static final int CAPACITY = 256;

    /** Checks the parts. */
    public RosterPage {
        Checks.inRange(schema, 1, 1, "schema of a roster page");
        Names.requireId(task, "task");
        Checks.inRange(page, 0, 1_000_000, "page");
        members = Checks.list(members, CAPACITY, "members of a roster page");
    }
}
