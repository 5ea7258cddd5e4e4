package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/** Tells the observer what the ledger says of each version and of the budgets that pay for it, beside the node's own work. */
final class VersionNews {
    private static final Logger LOG = System.getLogger(VersionNews.class.getPackageName());

    private final TaskContext task;
    private final NodeTools tools;
    private final FederationContract reader;
    private final List<String> lineages;

    /**
     * @param lineages the data sets of this node's participants
     */
    VersionNews(TaskContext task, NodeTools tools, FederationContract reader, List<String> lineages) {
        this.task = task;
        this.tools = tools;
        this.reader = reader;
        this.lineages = List.copyOf(lineages);
    }

    /** The node begins; its budgets are charged. */
    void begun() {
        aside(this::tellAccounts);
    }

    /** A version was published after this node began. */
    void published(VersionRecord head) {
        tools.observer().published(head);
        aside(() -> {
            if (head.version() > 0) {
                reader.version(task.name(), head.version() - 1).ifPresent(tools.observer()::judged);
            }
            tellAccounts();
        });
    }

    private void tellAccounts() throws LedgerException {
        if (task.spec().privacy().mechanism() == Privacy.Mechanism.NONE) {
            return;
        }
        String mspId = reader.client().identity().mspId();
        for (String lineage : lineages) {
            reader.account(mspId, lineage).ifPresent(tools.observer()::account);
        }
    }

    private interface Telling {
        void run() throws LedgerException;
    }

    /** Figures are worth a query, and no more: one that fails is left out. */
    private void aside(Telling telling) {
        if (tools.observer() == NodeObserver.NONE) {
            return;
        }
        tools.io().execute(() -> {
            try {
                telling.run();
            } catch (LedgerException | RuntimeException e) {
                LOG.log(Level.DEBUG, "{0}: not shown: {1}", Subject.of(task.name()), e.getMessage());
            }
        });
    }
}
