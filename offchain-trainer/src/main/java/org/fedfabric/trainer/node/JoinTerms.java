package org.fedfabric.trainer.node;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Privacy;

/**
 * Under which terms an owner lets its node join tasks. A task's terms are its requester's; whoever joins is bound to them.
 *
 * @param trustedModels CIDs of uploaded initial models the owner trusts: a crafted first layer can imprint raw rows into
 *     updates (protocol.md §1)
 * @param unprotectedAllowed whether updates may leave without noise, readable by every member
 * @param agreedDigests by task name, the digest of the terms that were agreed on, where the owner insists on one
 */
public record JoinTerms(Set<String> trustedModels, boolean unprotectedAllowed, Map<String, String> agreedDigests) {
    /** Keeps copies. */
    public JoinTerms {
        trustedModels = Set.copyOf(trustedModels);
        agreedDigests = Map.copyOf(agreedDigests);
    }

    /** Joins tasks without noise whose initial model anybody can recompute or is from this ledger. */
    public static JoinTerms unprotected() {
        return new JoinTerms(Set.of(), true, Map.of());
    }

    /** Why this node must not join the task, as one sentence; empty if it may. */
    public Optional<String> objection(TaskRecord task) {
        String name = task.spec().name();
        String agreed = agreedDigests.get(name);
        if (agreed != null && !agreed.equals(task.specDigest())) {
            return Optional.of("The terms of task " + name + " must have the agreed digest " + agreed
                    + ". Provided value: " + task.specDigest() + ". Ask its requester what changed.");
        }
        if (task.spec().initialModel() instanceof InitialModel.Uploaded uploaded
                && !trustedModels.contains(uploaded.cid())) {
            return Optional.of("The initial model of task " + name
                    + " is uploaded, and must be one this node's configuration trusts. Provided value: "
                    + uploaded.cid() + ". Add it to trainer.trusted-models if you know where it comes from.");
        }
        if (!unprotectedAllowed
                && (task.spec().privacy().mechanism() == Privacy.Mechanism.NONE
                        || task.spec().simulation())) {
            return Optional.of("Task " + name
                    + " must add noise to updates, as this node's configuration asks. Provided value: mechanism "
                    + task.spec().privacy().mechanism()
                    + ". Set trainer.accept-unprotected to true to join all the same.");
        }
        return Optional.empty();
    }
}
