package org.fedfabric.chaincode.contract;

import org.fedfabric.chaincode.function.Call;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** Who the caller is and what that allows (protocol.md §1): read from the transaction's signer and the ledger alone. */
final class Access {
    private Access() {}

    /** The participant for whom the caller's key acts, suspended or not. */
    static Participant enrolled(Call call) {
        String id = call.ledger()
                .binding(call.identity().fingerprint())
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_ENROLLED,
                        "The caller's certificate must be bound to a participant. Provided value: fingerprint "
                                + call.identity().fingerprint() + " of "
                                + call.identity().mspId()))
                .participantId();
        // A binding is written together with its participant or after it, and participants are never deleted.
        return call.ledger()
                .participant(id)
                .orElseThrow(() -> new IllegalStateException("A binding names the missing participant " + id));
    }

    /** The participant for whom the caller's key acts, if it is not suspended. */
    static Participant active(Call call) {
        Participant participant = enrolled(call);
        if (participant.suspended()) {
            throw new RefusalException(
                    RefusalCode.SUSPENDED, "The caller must not be suspended. Provided value: " + participant.id());
        }
        return participant;
    }

    /**
     * Refuses who belongs to an enterprise that the others have suspended. Asked where somebody begins something: what a
     * participant was selected for before, it may finish.
     */
    static void requireAdmitted(Call call) {
        String mspId = call.identity().mspId();
        if (!call.ledger().enterprises().admits(mspId)) {
            throw new RefusalException(
                    RefusalCode.ENTERPRISE_SUSPENDED,
                    "The caller's enterprise must not be suspended by votes of the others. Provided value: " + mspId);
        }
    }

    /** The active participant for whom the caller's key acts, if it has the role. */
    static Participant as(Role role, Call call) {
        Participant participant = active(call);
        if (!participant.has(role)) {
            throw new RefusalException(
                    RefusalCode.MISSING_ROLE,
                    "The caller must have the role " + role + ". Provided value: " + participant.id() + " with roles "
                            + participant.roles());
        }
        return participant;
    }

    /** Refuses unless the caller is an administrator of this enterprise. */
    static void requireAdminOf(String mspId, Call call) {
        if (!isAdminOf(mspId, call)) {
            throw new RefusalException(
                    RefusalCode.NOT_ADMIN,
                    "The caller must be an administrator of " + mspId + ". Provided value: "
                            + (call.identity().admin() ? "an administrator of " : "no administrator, of ")
                            + call.identity().mspId());
        }
    }

    /** Whether the caller is an administrator of this enterprise. */
    static boolean isAdminOf(String mspId, Call call) {
        return call.identity().admin() && call.identity().mspId().equals(mspId);
    }
}
