package org.fedfabric.audit.channel;

import java.util.List;

/** So many of several policies: Fabric's implicit meta policy, over the policies of one name in the groups below. */
record Threshold(int needed, List<Policy> policies, String description) implements Policy {
    @Override
    public boolean isSatisfiedBy(List<Member> signers) {
        int satisfied = 0;
        for (Policy policy : policies) {
            if (policy.isSatisfiedBy(signers)) {
                satisfied++;
            }
        }
        return satisfied >= needed;
    }
}
