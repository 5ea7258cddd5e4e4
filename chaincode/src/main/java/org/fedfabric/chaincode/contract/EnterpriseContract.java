package org.fedfabric.chaincode.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.EnterpriseVote.Choice;
import org.fedfabric.protocol.membership.EnterpriseTally;
import org.fedfabric.protocol.membership.EnterpriseVotes;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * Enterprises deciding about one another by votes (protocol.md §1). An enterprise comes into the register with its first
 * enrolment, which takes an administrator of an MSP of the channel: nobody can add voters. A vote writes its own key, and
 * the register only if the votes it names decide something; nothing here reads a range.
 */
public final class EnterpriseContract {
    private EnterpriseContract() {}

    /** The functions {@code enterprise:…}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "enterprise:Vote",
                        Effect.TRANSACTION,
                        List.of("mspId", "choice", "countedWith"),
                        "An administrator says for its enterprise whether another shall take part: ADMIT, SUSPEND or RETIRE;"
                                + " the votes of the enterprises named (comma-separated) are counted with it.",
                        EnterpriseContract::vote),
                new Function(
                        "enterprise:Get",
                        Effect.QUERY,
                        List.of("mspId"),
                        "An enterprise's state, the votes on it, and how many decide.",
                        EnterpriseContract::get),
                new Function(
                        "enterprise:List",
                        Effect.QUERY,
                        List.of(),
                        "The channel's enterprises and their states, by MSP id.",
                        call -> call.ledger().enterprises()));
    }

    /** Takes an enterprise into the register, where it is not there yet. */
    static void register(Ledger ledger, String mspId) {
        EnterpriseRegister register = ledger.enterprises();
        if (register.find(mspId).isEmpty()) {
            ledger.put(register.with(new Enterprise(mspId, EnterpriseState.ACTIVE)));
        }
    }

    private static Enterprise vote(Call call) {
        String voter = call.identity().mspId();
        Access.requireAdminOf(voter, call);
        String mspId = call.arguments().mspId(0);
        Choice choice = call.arguments().parsed(1, Choice::valueOf);
        List<String> countedWith = call.arguments().parsed(2, EnterpriseContract::mspIds);
        if (mspId.equals(voter)) {
            throw new RefusalException(
                    RefusalCode.OWN_ENTERPRISE,
                    "The enterprise voted on must be another than the caller's. Provided value: " + mspId);
        }
        EnterpriseRegister register = call.ledger().enterprises();
        Enterprise before = find(register, mspId);
        requireVoter(register, mspId, voter);

        List<Choice> known = new ArrayList<>(List.of(choice));
        for (String other : countedWith) {
            requireOther(register, mspId, voter, other);
            known.add(choiceOf(call.ledger(), mspId, other));
        }
        if (choiceOf(call.ledger(), mspId, voter) != choice) {
            call.ledger().put(new EnterpriseVote(1, mspId, voter, choice));
        }
        Enterprise after = new Enterprise(mspId, EnterpriseVotes.decide(register, mspId, known));
        if (!after.equals(before)) {
            call.ledger().put(register.with(after));
        }
        return after;
    }

    private static EnterpriseTally get(Call call) {
        String mspId = call.arguments().mspId(0);
        EnterpriseRegister register = call.ledger().enterprises();
        Enterprise enterprise = find(register, mspId);
        List<EnterpriseVote> votes = EnterpriseVotes.voters(register, mspId).stream()
                .map(voter -> new EnterpriseVote(1, mspId, voter, choiceOf(call.ledger(), mspId, voter)))
                .toList();
        return new EnterpriseTally(enterprise, EnterpriseVotes.majority(register, mspId), votes);
    }

    private static Choice choiceOf(Ledger ledger, String mspId, String voter) {
        return ledger.vote(mspId, voter).map(EnterpriseVote::choice).orElse(Choice.ADMIT);
    }

    private static Enterprise find(EnterpriseRegister register, String mspId) {
        return register.find(mspId)
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_FOUND, "The enterprise must have enrolled somebody. Provided value: " + mspId));
    }

    private static void requireVoter(EnterpriseRegister register, String mspId, String voter) {
        if (!find(register, voter).counts()) {
            throw new RefusalException(
                    RefusalCode.ENTERPRISE_SUSPENDED,
                    "Who votes must not be retired; the voters on " + mspId + " are "
                            + EnterpriseVotes.voters(register, mspId) + ". Provided value: " + voter);
        }
    }

    private static void requireOther(EnterpriseRegister register, String mspId, String voter, String other) {
        if (other.equals(voter) || !EnterpriseVotes.voters(register, mspId).contains(other)) {
            throw new RefusalException(
                    RefusalCode.NOT_FOUND,
                    "Votes counted with the caller's must be of the others who vote on " + mspId + ", "
                            + EnterpriseVotes.voters(register, mspId) + " without " + voter + ". Provided value: "
                            + other);
        }
    }

    private static List<String> mspIds(String commaSeparated) {
        if (commaSeparated.isEmpty()) {
            return List.of();
        }
        List<String> ids = Arrays.asList(commaSeparated.split(",", -1));
        ids.forEach(id -> Names.requireMspId(id, "every enterprise of countedWith"));
        if (ids.stream().distinct().count() != ids.size()) {
            throw new IllegalArgumentException(
                    "countedWith must name each enterprise once. Provided value: " + commaSeparated);
        }
        return ids;
    }
}
