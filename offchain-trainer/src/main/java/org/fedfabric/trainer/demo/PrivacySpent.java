package org.fedfabric.trainer.demo;

import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.task.TaskSpec;

/** What each participant has spent in one task, by the ledger's own accounting. */
final class PrivacySpent {
    private final TaskSpec spec;
    private final Map<String, Integer> submissions = new TreeMap<>();

    PrivacySpent(TaskSpec spec) {
        this.spec = spec;
    }

    /** Counts a version's submissions: whoever is a contributor has paid, whatever the verdict. */
    void count(VersionRecord closed) {
        closed.contributors().forEach(contributor -> submissions.merge(contributor.id(), 1, Integer::sum));
    }

    /** ε of the participant that has spent most; null where no ε is finite. */
    Double largest() {
        return epsilon(
                submissions.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    /** ε of one participant; null where no ε is finite. */
    Double of(String participantId) {
        return epsilon(submissions.getOrDefault(participantId, 0));
    }

    private Double epsilon(int count) {
        return spec.isProtected()
                ? Double.valueOf(PrivacyLoss.ofSubmission(spec.privacy())
                                .times(count)
                                .epsilonMicros(spec.privacy().deltaPerBillion())
                        / 1e6)
                : null;
    }
}
