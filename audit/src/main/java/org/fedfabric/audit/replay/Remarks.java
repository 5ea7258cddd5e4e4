package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.task.InitialModel;

/** What a reader has to know of a replay as a whole. */
final class Remarks {
    private final Map<String, Integer> notCounting = new TreeMap<>();
    private final Set<String> foundations = new TreeSet<>();
    private int executed;
    private int takenAsRecorded;

    /** A transaction was executed again. */
    void executed() {
        executed++;
    }

    /** A transaction was taken over unexecuted. */
    void takenAsRecorded() {
        takenAsRecorded++;
    }

    /** A transaction does not count. */
    void doesNotCount(LedgerTransaction transaction) {
        notCounting.merge(transaction.recomputed().toString(), 1, Integer::sum);
    }

    /** Notes which other tasks an audited one rests on, once the transaction is in the state. */
    void restsOn(LedgerTransaction transaction, String task, ReplayState state, Predicate<String> isAudited) {
        if (transaction.function().equals("participant:Join")
                && transaction.arguments().size() > 4
                && !transaction.arguments().get(4).isEmpty()) {
            for (String prior : transaction.arguments().get(4).split(",")) {
                note(task, "evidence that members bring along from the task " + prior, prior, isAudited);
            }
        }
        if (transaction.function().equals(Calls.CREATE)) {
            Optional<TaskRecord> record = state.record(StateKey.task(task), TaskRecord.class);
            if (record.isPresent() && record.get().spec().initialModel() instanceof InitialModel.Published published) {
                note(
                        task,
                        "version " + published.version() + " of the task " + published.task(),
                        published.task(),
                        isAudited);
            }
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        all.add(executed + " transactions were executed again"
                + (takenAsRecorded == 0
                        ? ""
                        : ", and " + takenAsRecorded
                                + " of other tasks or other rules were taken as recorded, which wrote nothing else"));
        if (!notCounting.isEmpty()) {
            all.add("transactions that do not count: " + notCounting);
        }
        all.addAll(foundations);
        return all;
    }

    private void note(String task, String what, String foundation, Predicate<String> isAudited) {
        if (!isAudited.test(foundation)) {
            foundations.add("The task " + task + " rests on " + what + ", which was not judged again here: audit "
                    + foundation + " as well");
        }
    }
}
