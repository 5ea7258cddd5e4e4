package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** Data sets and their accounts (protocol.md §1). What was spent stays spent, whatever the data turns into. */
public final class DataContract {
    private DataContract() {}

    /** The function {@code participant:RegisterData}. */
    public static List<Function> functions() {
        return List.of(new Function(
                "participant:RegisterData",
                Effect.TRANSACTION,
                List.of("registration"),
                "A trainer registers the next version of a data set; opening an account, which declares the data disjoint"
                        + " from the enterprise's other accounts, takes an administrator's certificate, and so does"
                        + " raising its cap or allowing unprotected tasks later.",
                DataContract::register));
    }

    private static DataAccount register(Call call) {
        String mspId = call.identity().mspId();
        Participant caller = Access.isAdminOf(mspId, call) ? Access.active(call) : Access.as(Role.TRAINER, call);
        DataRegistration registration = call.arguments().record(0, DataRegistration.class);
        Optional<DataAccount> account = call.ledger().account(mspId, registration.lineage());
        DataAccount registered;
        if (registration.parentVersion() == 0) {
            // A fresh account has a fresh budget: only the enterprise itself can vouch that these are other rows.
            Access.requireAdminOf(mspId, call);
            requireParent(account.map(DataAccount::version).orElse(0L), registration);
            registered = new DataAccount(1, mspId, caller.id(), 1, registration, PrivacyLoss.NONE, false);
        } else {
            registered = continued(
                    call,
                    account.orElseThrow(() -> new RefusalException(
                            RefusalCode.NO_DATA_ACCOUNT,
                            "A data set must be opened with parentVersion 0 before it is continued. Provided value: "
                                    + registration.lineage() + " with parentVersion " + registration.parentVersion())),
                    registration);
        }
        call.ledger().put(registered);
        return registered;
    }

    /** Everything spent is carried over, so neither a new row nor a new digest resets a budget. */
    private static DataAccount continued(Call call, DataAccount account, DataRegistration next) {
        requireParent(account.version(), next);
        DataRegistration last = account.registration();
        if (next.deltaPerBillion() != last.deltaPerBillion()) {
            throw new RefusalException(
                    RefusalCode.ACCOUNT_TERMS_FIXED,
                    "deltaPerBillion must stay " + last.deltaPerBillion() + ". Provided value: "
                            + next.deltaPerBillion());
        }
        boolean weaker = next.epsilonCapMicros() > last.epsilonCapMicros()
                || (next.allowUnprotected() && !last.allowUnprotected());
        if (weaker && !Access.isAdminOf(account.mspId(), call)) {
            throw new RefusalException(
                    RefusalCode.ACCOUNT_TERMS_FIXED,
                    "epsilonCapMicros must be at most " + last.epsilonCapMicros() + " and allowUnprotected "
                            + (last.allowUnprotected() ? "anything" : "false")
                            + ", unless an administrator registers. Provided value: " + next.epsilonCapMicros()
                            + " and " + next.allowUnprotected());
        }
        return account.continuedBy(next);
    }

    private static void requireParent(long current, DataRegistration registration) {
        if (registration.parentVersion() != current) {
            throw new RefusalException(
                    RefusalCode.DATA_VERSION_CONFLICT,
                    "parentVersion must be the account's current version, " + current + ". Provided value: "
                            + registration.parentVersion());
        }
    }
}
