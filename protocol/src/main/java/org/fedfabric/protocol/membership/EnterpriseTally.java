package org.fedfabric.protocol.membership;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.EnterpriseVote.Choice;

/**
 * Where an enterprise stands and who has said what, as {@code enterprise:Get} answers.
 *
 * @param enterprise with its state in force
 * @param majority how many votes decide about it
 * @param votes one for each enterprise that may vote on it, by voter; ADMIT where it has not voted
 */
public record EnterpriseTally(Enterprise enterprise, int majority, List<EnterpriseVote> votes) {
    /** Copies the votes. */
    public EnterpriseTally {
        Checks.present(enterprise, "enterprise");
        votes = Checks.list(votes, Integer.MAX_VALUE, "votes");
    }

    /**
     * Whose votes help a choice along: those of others that want to move the state the same way. Naming nobody else, a
     * vote is not held up by who keeps changing its mind.
     */
    public List<String> agreeing(String voter, Choice choice) {
        EnterpriseState present = enterprise.state();
        int way = Integer.signum(choice.state().compareTo(present));
        return votes.stream()
                .filter(vote -> !vote.voter().equals(voter))
                .filter(vote -> way != 0 && Integer.signum(vote.choice().state().compareTo(present)) == way)
                .map(EnterpriseVote::voter)
                .toList();
    }

    /** Whether a vote for this choice decides something once those that agree are counted with it. */
    public boolean isDecidedBy(String voter, Choice choice) {
        return choice.state() != enterprise.state() && agreeing(voter, choice).size() + 1 >= majority;
    }
}
