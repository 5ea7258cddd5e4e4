package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.ledger.VersionRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many tries of a proposer as {@link GrindingTest} names, each a whole successor of a version. */
@Timeout(120)
class GrindingIT {
    @Test
    void a_million_timestamps_and_cids_all_lead_to_one_seed() {
        assertThat(GrindingTest.proposed(GrindingTest.lastOpen(), GrindingTest.MILLION))
                .extracting(VersionRecord::seed)
                .hasSize(1);
    }
}
