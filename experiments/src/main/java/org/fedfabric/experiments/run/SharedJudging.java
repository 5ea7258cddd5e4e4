package org.fedfabric.experiments.run;

import java.util.List;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Successor;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;

/** One of several endorsers' view of the judge they share: it does not end with one of them. */
record SharedJudging(Judging shared) implements Judging {
    @Override
    public long epochMillis() {
        return shared.epochMillis();
    }

    @Override
    public FeatureRows validation(TaskSpec spec) {
        return shared.validation(spec);
    }

    @Override
    public void checkInitialModel(TaskSpec spec) {
        shared.checkInitialModel(spec);
    }

    @Override
    public long scoreMicros(Terms terms, String modelCid) {
        return shared.scoreMicros(terms, modelCid);
    }

    @Override
    public Verdict judge(Claim claim) {
        return shared.judge(claim);
    }

    @Override
    public Successor successor(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        return shared.successor(terms, closed, claims, unavailable);
    }

    @Override
    public Successor recompute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        return shared.recompute(terms, closed, claims, unavailable);
    }

    @Override
    public int verdicts() {
        return shared.verdicts();
    }

    @Override
    public void keep(Successor successor) {
        shared.keep(successor);
    }

    @Override
    public void close() {
        // Whoever made the shared judge ends it.
    }
}
