package org.fedfabric.protocol.membership;

import java.util.Collection;
import java.util.List;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote.Choice;
import org.fedfabric.protocol.ledger.RosterMember;

/**
 * Decisions by votes of a majority (protocol.md §1): more than half of the enterprises that count. The one voted on counts
 * and does not vote; a suspended one does both, so that suspending some lowers the bar for nothing. A decision stands
 * until a majority says otherwise: were it to fall with one withdrawn vote, whoever cast it could change the register in
 * every block and void every Advance, which reads it.
 */
public final class EnterpriseVotes {
    private EnterpriseVotes() {}

    /**
     * How many votes decide about an enterprise: more than half of those that count, itself among them even when it is
     * retired, so that its retirement does not lower the bar for its own return or for keeping it out.
     */
    public static int majority(EnterpriseRegister register, String mspId) {
        return (voters(register, mspId).size() + 1) / 2 + 1;
    }

    /** Who may vote on an enterprise: all others that count, by MSP id. */
    public static List<String> voters(EnterpriseRegister register, String mspId) {
        return register.enterprises().stream()
                .filter(Enterprise::counts)
                .map(Enterprise::mspId)
                .filter(voter -> !voter.equals(mspId))
                .toList();
    }

    /**
     * The state of an enterprise after some votes on it are counted. It becomes stricter if a majority of them wants it at
     * least so strict, milder if a majority wants it at most so strict, and stays otherwise: votes that are not named
     * decide nothing. So a transaction reads just the votes it names, and an enterprise that changes its vote in every
     * block can hold up nobody else's.
     *
     * @param register all enterprises, with the present state of the one voted on
     * @param mspId the one voted on, which is registered
     * @param counted choices of different voters ({@link #voters}); one that has not voted says ADMIT
     */
    public static EnterpriseState decide(EnterpriseRegister register, String mspId, Collection<Choice> counted) {
        int majority = majority(register, mspId);
        EnterpriseState state = register.find(mspId).orElseThrow().state();
        for (EnterpriseState wanted : EnterpriseState.values()) {
            long atLeast = counted.stream()
                    .filter(c -> c.state().compareTo(wanted) >= 0)
                    .count();
            long atMost = counted.stream()
                    .filter(c -> c.state().compareTo(wanted) <= 0)
                    .count();
            boolean stricter = atLeast >= majority && state.compareTo(wanted) < 0;
            boolean milder = atMost >= majority && state.compareTo(wanted) > 0;
            state = stricter || milder ? wanted : state;
        }
        return state;
    }

    /** The members whom a selection may choose from: those of enterprises that are neither suspended nor retired. */
    public static List<RosterMember> selectable(EnterpriseRegister register, List<RosterMember> members) {
        List<String> out = register.enterprises().stream()
                .filter(e -> e.state() != EnterpriseState.ACTIVE)
                .map(Enterprise::mspId)
                .toList();
        return out.isEmpty()
                ? members
                : members.stream()
                        .filter(member -> !out.contains(Names.mspOf(member.id())))
                        .toList();
    }
}
